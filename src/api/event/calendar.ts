import { setImmediate } from 'node:timers/promises';
import { createEvents, type EventAttributes } from 'ics';
import { foldLines } from '../../lib/fold-lines';
import type { CalendarRow } from './calendar-rows';

/** A text may hold no control sign but tabs and line breaks, of which there is one kind. */
const cleaned = (text: string) =>
  text
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replace(/(?![\t\n])\p{Cc}/gu, '');

/** Host names that the library's own check of addresses takes in one pass; others take it very long. */
const PLAIN_HOST = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

function addressOf(onlineUrl: string | null): string | undefined {
  if (onlineUrl === null || !URL.canParse(onlineUrl)) return undefined;
  const { href, hostname } = new URL(onlineUrl);
  return PLAIN_HOST.test(hostname) ? href : undefined;
}

/** Sequence numbers rise with each change and end at 2^31; seconds since 2020 do so until 2088. */
const FIRST_SECOND = Date.UTC(2020, 0, 1) / 1000;
const sequenceOf = (updatedAt: Date) =>
  Math.max(0, Math.floor(updatedAt.getTime() / 1000) - FIRST_SECOND);

/** In six decimals, a hand's width; the standard knows no exponents. */
const degrees = (value: number) => Math.round(value * 1e6) / 1e6;

const optional = <Name extends string>(name: Name, value: string | undefined) =>
  (value ? { [name]: value } : {}) as Partial<Record<Name, string>>;

function toAttributes(row: CalendarRow, host: string): EventAttributes {
  const { lat, lon, endsAt } = row;
  return {
    uid: `${row.documentId}@${host}`,
    title: cleaned(row.title),
    start: row.startsAt.getTime(),
    // Without an end an event takes no time (RFC 5545, section 3.6.1).
    ...(endsAt && { end: endsAt.getTime() }),
    ...optional('description', cleaned(row.summary || row.beginning || '')),
    ...optional('location', cleaned(row.place ?? row.onlineUrl ?? '')),
    ...optional('url', addressOf(row.onlineUrl)),
    ...(lat !== null && lon !== null && { geo: { lat: degrees(lat), lon: degrees(lon) } }),
    created: row.createdAt.getTime(),
    lastModified: row.updatedAt.getTime(),
    timestamp: row.updatedAt.getTime(),
    sequence: sequenceOf(row.updatedAt),
  } as EventAttributes; // its type wants an end or a duration, which the standard and its code do not
}

const HEAD = { productId: '-//Shoal//Programme//EN', calName: 'Shoal', method: undefined };
const FIRST_EVENT = 'BEGIN:VEVENT';
const END = 'END:VCALENDAR';
/** Measured: an event takes the library about a millisecond, which nobody else should wait for. */
const AT_ONCE = 25;

function write(events: EventAttributes[]): string {
  const { error, value } = createEvents(events, HEAD);
  if (error || !value) throw new Error('The calendar could not be written', { cause: error });
  return value;
}

/** Events as an iCalendar (RFC 5545). The ids stay the same, so that programs update what they have. */
export async function writeCalendar(rows: readonly CalendarRow[], host: string): Promise<string> {
  let events = '';
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const slice = rows.slice(from, from + AT_ONCE);
    const written = write(slice.map((row) => toAttributes(row, host)));
    events += written.slice(written.indexOf(FIRST_EVENT), written.lastIndexOf(END));
    await setImmediate();
  }
  const calendar = write([]).replace(END, () => events + END);
  // The library folds by characters, and its lines are too long for some programs then.
  return foldLines(calendar.replaceAll('\r\n\t', ''));
}
