import type { LinkRecord } from './link-record';

/** `same-clock`: day, hour and minute; `apart`: cannot be one event; `unknown`: one has no date. */
export type TimeRelation = 'same-clock' | 'same-day' | 'overlap' | 'apart' | 'unknown';

const CLOCK = /^\d{4}-\d{2}-\d{2}[T ](\d{2}:\d{2})(?::(\d{2}))?/;
const DAY_MS = 86_400_000;

interface Clock {
  minute: string;
  second: string | null;
}

/** Midnight is what many write who know the day alone. */
function clockOf({ eventDate }: LinkRecord): Clock | null {
  if (eventDate === null || eventDate.includes('/')) return null;
  const [, minute, second = null] = CLOCK.exec(eventDate) ?? [];
  if (minute === undefined) return null;
  const isMidnight = minute === '00:00' && Number(second ?? 0) === 0;
  return isMidnight ? null : { minute, second };
}

const daysBetween = (first: string, second: string): number =>
  (Date.parse(second) - Date.parse(first)) / DAY_MS;

const isOneDay = (record: LinkRecord): boolean =>
  record.precision === 'day' || record.precision === 'time' || record.firstDay === record.lastDay;

/**
 * Compares when two records were made by the calendar and the clock there, since GBIF drops every time
 * zone but UTC: the same record has another instant there.
 */
export function compareTimes(one: LinkRecord, other: LinkRecord): TimeRelation {
  if (one.firstDay === null || other.firstDay === null) return 'unknown';
  const lastDay = one.lastDay ?? one.firstDay;
  const otherLastDay = other.lastDay ?? other.firstDay;
  if (isOneDay(one) && isOneDay(other)) {
    if (one.firstDay !== other.firstDay) return 'apart';
    const [clock, otherClock] = [clockOf(one), clockOf(other)];
    if (clock === null || otherClock === null) return 'same-day';
    const isSecondApart =
      clock.second !== null && otherClock.second !== null && clock.second !== otherClock.second;
    return clock.minute === otherClock.minute && !isSecondApart ? 'same-clock' : 'apart';
  }
  if (one.firstDay === other.firstDay && lastDay === otherLastDay) return 'overlap';
  // A day's grace: the ends of an interval are known in UTC alone.
  const isApart =
    daysBetween(lastDay, other.firstDay) > 1 || daysBetween(otherLastDay, one.firstDay) > 1;
  return isApart ? 'apart' : 'overlap';
}
