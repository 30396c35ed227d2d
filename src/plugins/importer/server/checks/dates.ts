import type { Check } from './check';

/** The first day of the Gregorian calendar: before it a date means something else. */
const FIRST_YEAR = 1582;
/** A date without a zone may be written as far as this ahead of UTC. */
const FURTHEST_ZONE_MS = 14 * 3_600_000;

/** A record without any date is fine; one whose date cannot be read says so. */
export const checkDates: Check = ({ record, eventRange, nowMs }) => ({
  RECORDED_DATE_INVALID: record.eventDate !== null && eventRange === null,
  DATE_BEFORE_MIN:
    eventRange !== null && new Date(eventRange.startMs).getUTCFullYear() < FIRST_YEAR,
  DATE_IN_FUTURE: eventRange !== null && eventRange.endBeginsMs > nowMs + FURTHEST_ZONE_MS,
});
