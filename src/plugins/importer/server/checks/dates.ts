import type { Check } from './check';

/** The first day of the Gregorian calendar: before it a date means something else. */
const FIRST_MS = Date.UTC(1582, 0);
/** A date without a zone may be written as far as this ahead of UTC. */
const FURTHEST_ZONE_MS = 14 * 3_600_000;

/**
 * A record without any date is fine; one whose date cannot be read says so. GBIF takes such a date
 * out and leaves the flag, so without a date its word stands.
 */
export const checkDates: Check = ({ record, eventRange, nowMs }) => ({
  ...(record.eventDate !== null && { RECORDED_DATE_INVALID: eventRange === null }),
  DATE_BEFORE_MIN: eventRange !== null && eventRange.startMs < FIRST_MS,
  DATE_IN_FUTURE: eventRange !== null && eventRange.endBeginsMs > nowMs + FURTHEST_ZONE_MS,
});
