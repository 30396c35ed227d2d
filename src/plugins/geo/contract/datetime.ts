import { z } from 'zod';

/** Moments in UTC as `2020-01-31T23:59:59.999Z`, both included; null is an open end. */
export interface TimeSpan {
  start: string | null;
  end: string | null;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** RFC 3339, as OGC API Features takes it; a date alone means its whole day in UTC. */
const MOMENT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

const FORM =
  'must be a moment like 2024-01-31T10:00:00Z, a date, or an interval start/end with .. or nothing for an open end';

/** Milliseconds since 1970; NaN for what is no moment between the years 1 and 9999. */
function momentOf(text: string, end: boolean): number {
  const day = DATE.test(text) ? text : MOMENT.exec(text)?.[1];
  if (day === undefined) return NaN;
  // `Date` would read the 30th of February as the 1st of March.
  const midnight = new Date(`${day}T00:00:00.000Z`);
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return NaN;
  const moment = day === text ? midnight.getTime() + (end ? 86_399_999 : 0) : Date.parse(text);
  const isKnown =
    moment >= Date.parse('0001-01-01') && moment <= Date.parse('9999-12-31T23:59:59.999Z');
  return isKnown ? moment : NaN;
}

/** The moment, null for an open end, undefined for what is neither. */
function endOf(text: string, end: boolean): string | null | undefined {
  if (text === '' || text === '..') return null;
  const moment = momentOf(text, end);
  return Number.isNaN(moment) ? undefined : new Date(moment).toISOString();
}

/**
 * Reads an instant or an interval as the `datetime` parameter of OGC API Features has them.
 * @returns undefined for what is neither, and for an interval that ends before it starts.
 */
export function parseTimeSpan(text: string): TimeSpan | undefined {
  const [first = '', second, ...more] = text.split('/');
  if (more.length > 0 || (second === undefined && (first === '' || first === '..')))
    return undefined;
  const start = endOf(first, false);
  const end = endOf(second ?? first, true);
  if (start === undefined || end === undefined) return undefined;
  return start !== null && end !== null && start > end ? undefined : { start, end };
}

/** The `datetime` parameter. */
export const datetimeParam = z.unknown().transform((value, context): TimeSpan => {
  const span = typeof value === 'string' ? parseTimeSpan(value) : undefined;
  if (span) return span;
  context.addIssue({ code: 'custom', message: FORM });
  return z.NEVER;
});
