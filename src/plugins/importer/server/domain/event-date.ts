/** How exactly an event date is known. */
export type DatePrecision = 'year' | 'month' | 'day' | 'time' | 'interval';

/** An event date as a range of instants, both ends included. */
export interface EventRange {
  startMs: number;
  endMs: number;
  /** First instant of the last part: an open year is in the future only if it has not begun. */
  endBeginsMs: number;
  precision: DatePrecision;
}

const DAY_MS = 86_400_000;
const DATE =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?)?)?$/i;

interface Part {
  startMs: number;
  endMs: number;
  precision: Exclude<DatePrecision, 'interval'>;
}

/** Years below 100 would be read as 19xx by `Date.UTC`. */
function utc(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day);
}

function offsetMs(zone: string | undefined): number {
  if (!zone || zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function isDay(year: number, month: number, day: number): boolean {
  return day >= 1 && day <= new Date(utc(year, month + 1, 0)).getUTCDate();
}

function parsePart(text: string): Part | null {
  const match = DATE.exec(text.trim());
  if (!match) return null;
  const [, yearText, monthText, dayText, hourText, minuteText, secondText, fraction, zone] = match;
  const year = Number(yearText);
  // PostgreSQL has no year 0, and no calendar had one.
  if (year < 1) return null;
  if (monthText === undefined) {
    return { startMs: utc(year, 1, 1), endMs: utc(year + 1, 1, 1) - 1, precision: 'year' };
  }
  const month = Number(monthText);
  if (month < 1 || month > 12) return null;
  if (dayText === undefined) {
    return { startMs: utc(year, month, 1), endMs: utc(year, month + 1, 1) - 1, precision: 'month' };
  }
  const day = Number(dayText);
  if (!isDay(year, month, day)) return null;
  const midnightMs = utc(year, month, day);
  if (hourText === undefined) {
    return { startMs: midnightMs, endMs: midnightMs + DAY_MS - 1, precision: 'day' };
  }
  const [hour, minute, second] = [Number(hourText), Number(minuteText), Number(secondText ?? 0)];
  if (hour > 24 || minute > 59 || second > 60) return null;
  const ms = fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0;
  const atMs = midnightMs + ((hour * 60 + minute) * 60 + second) * 1000 + ms - offsetMs(zone);
  return { startMs: atMs, endMs: atMs, precision: 'time' };
}

/** ISO 8601 lets the end of an interval leave out what it shares with the start: `2012-05-25/27`. */
function completeEnd(start: string, end: string): string {
  if (/^\d{4}/.test(end)) return end;
  const datePart = start.split(/[T ]/)[0] ?? '';
  if (/^\d{1,2}:\d{2}/.test(end)) return `${datePart}T${end}`;
  const kept = datePart.split('-').slice(0, -end.split('-').length);
  return [...kept, end].join('-');
}

/**
 * Reads the text of an event date: year, month, day or time, with or without zone, or an interval of
 * two. A time without a zone is taken as UTC (at most 14 hours off); an interval whose ends are the
 * same text has the precision of that text. `null` when the text is no date.
 */
export function parseEventDate(text: string): EventRange | null {
  const [startText = '', endText, ...rest] = text.split('/').map((part) => part.trim());
  if (rest.length > 0) return null;
  const start = parsePart(startText);
  if (!start) return null;
  if (endText === undefined || endText === startText) {
    return { ...start, endBeginsMs: start.startMs };
  }
  const end = parsePart(completeEnd(startText, endText));
  if (!end || end.endMs < start.startMs) return null;
  return {
    startMs: start.startMs,
    endMs: end.endMs,
    endBeginsMs: end.startMs,
    precision: 'interval',
  };
}

/** A range from separate year, month and day, as far as they are there. */
export function parseDateParts(parts: {
  year: string | null;
  month: string | null;
  day: string | null;
}): EventRange | null {
  if (!parts.year) return null;
  const known = [parts.year.padStart(4, '0')];
  if (parts.month) known.push(parts.month);
  if (parts.month && parts.day) known.push(parts.day);
  return parseEventDate(known.join('-'));
}

/** A range from the instants a provider derived itself. */
export function fromInstants(startMs: number, endMs: number): EventRange | null {
  const isInOrder = endMs >= startMs;
  const isStorable = startMs >= utc(1, 1, 1) && endMs < utc(9999, 12, 31);
  if (!isInOrder || !isStorable) return null;
  const precision = endMs - startMs < DAY_MS ? 'day' : 'interval';
  return { startMs, endMs, endBeginsMs: endMs, precision };
}
