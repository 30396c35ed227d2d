import { pickWeighted, type Random, wholeBetween } from '../../lib/random';

export type DatePrecision = 'year' | 'month' | 'day' | 'time' | 'interval';

/** `eventDate` as a provider writes it, and what it means: first and last instant, in UTC. */
export interface EventDate {
  eventDate: string;
  eventDateStart: string;
  eventDateEnd: string;
  eventDatePrecision: DatePrecision;
}

const FIRST_YEAR = 1990;
/** The records end here, whatever day it is when they are made. */
const LAST_DAY = Date.UTC(2026, 8, 30);
const DAY_MS = 86_400_000;
const POLAR_LATITUDE = 58;
const PRECISIONS = { day: 50, time: 32, month: 7, interval: 7, year: 4 };

const dayText = (time: number) => new Date(time).toISOString().slice(0, 10);
const lastInstant = (time: number) => new Date(time + DAY_MS - 1).toISOString();

/** Nobody samples polar waters in the dark; elsewhere any month will do. */
function pickMonth(random: Random, lat: number): number {
  if (Math.abs(lat) < POLAR_LATITUDE || random() < 0.12) return wholeBetween(random, 0, 11);
  return lat > 0 ? wholeBetween(random, 5, 8) : ([11, 0, 1, 2][wholeBetween(random, 0, 3)] ?? 0);
}

/** A day between 1990 and 2026, recent years more often, at midnight UTC. */
function pickDay(random: Random, lat: number): number {
  for (;;) {
    const year = FIRST_YEAR + Math.floor(37 * Math.sqrt(random()));
    const day = Date.UTC(year, pickMonth(random, lat), wholeBetween(random, 1, 28));
    if (day <= LAST_DAY) return day;
  }
}

/** A date in one of the precisions that real records have. */
export function makeEventDate(random: Random, lat: number): EventDate {
  const eventDatePrecision = pickWeighted(random, PRECISIONS);
  const day = pickDay(random, lat);
  const date = new Date(day);
  const from = (start: number, end: number, eventDate: string): EventDate => ({
    eventDate,
    eventDateStart: new Date(start).toISOString(),
    eventDateEnd: lastInstant(end),
    eventDatePrecision,
  });
  switch (eventDatePrecision) {
    case 'day':
      return from(day, day, dayText(day));
    case 'time': {
      const instant = new Date(day + wholeBetween(random, 4 * 60, 21 * 60) * 60_000).toISOString();
      const eventDate = instant.replace('.000Z', 'Z');
      return { eventDate, eventDateStart: instant, eventDateEnd: instant, eventDatePrecision };
    }
    case 'interval': {
      const end = Math.min(LAST_DAY, day + wholeBetween(random, 1, 20) * DAY_MS);
      return from(day, end, `${dayText(day)}/${dayText(end)}`);
    }
    case 'month': {
      const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
      const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
      return from(start, end, dayText(day).slice(0, 7));
    }
    case 'year': {
      // The last year is not over; a record dated by it would end in the future.
      const year = Math.min(date.getUTCFullYear(), new Date(LAST_DAY).getUTCFullYear() - 1);
      return from(Date.UTC(year, 0, 1), Date.UTC(year, 11, 31), String(year));
    }
  }
}
