/** One property of an iCalendar, its value as it stands there. */
export interface CalendarLine {
  name: string;
  value: string;
}

export interface CalendarEvent {
  lines: CalendarLine[];
  /** The value of a property that may be there once. */
  get(name: string): string | undefined;
  /** The same for a text, with its escapes undone. */
  text(name: string): string | undefined;
}

const LINE = /^([A-Z][A-Z0-9-]*)((?:;[A-Z][A-Z0-9-]*=[^;:]*)*):(.*)$/;
const TEXTS = new Set(['SUMMARY', 'DESCRIPTION', 'LOCATION']);
const ONCE = ['UID', 'DTSTAMP', 'DTSTART', 'SUMMARY', 'SEQUENCE'];

function unescape(text: string): string {
  if (/(?<!\\)(?:\\\\)*[,;]/.test(text)) throw new Error(`Not escaped: ${text}`);
  return text.replace(/\\(.?)/gs, (whole, sign: string) => {
    if (sign === 'n' || sign === 'N') return '\n';
    if (['\\', ',', ';'].includes(sign)) return sign;
    throw new Error(`An unknown escape: ${whole}`);
  });
}

function unfold(source: string): string[] {
  if (!source.endsWith('\r\n')) throw new Error('The last line has no end');
  if (/(?<!\r)\n|\r(?!\n)/.test(source)) throw new Error('A line ends by other than CRLF');
  for (const line of source.split('\r\n')) {
    if (Buffer.byteLength(line) > 75) throw new Error(`Longer than 75 octets: ${line}`);
  }
  return source.slice(0, -2).replaceAll('\r\n ', '').replaceAll('\r\n\t', '').split('\r\n');
}

function parseLine(line: string): CalendarLine {
  const [, name, , value] = LINE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`No property: ${line}`);
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(value)) throw new Error(`A control sign: ${line}`);
  if (TEXTS.has(name)) unescape(value);
  return { name, value };
}

function toEvent(lines: CalendarLine[]): CalendarEvent {
  const get = (name: string) => lines.find((line) => line.name === name)?.value;
  for (const name of ONCE) {
    const found = lines.filter((line) => line.name === name).length;
    if (found !== 1) throw new Error(`${name} is there ${found} times`);
  }
  for (const name of ['DTSTAMP', 'DTSTART', 'DTEND', 'CREATED', 'LAST-MODIFIED']) {
    const value = get(name);
    if (value && !/^\d{8}T\d{6}Z$/.test(value)) throw new Error(`${name} is no moment: ${value}`);
  }
  const geo = get('GEO');
  if (geo && !/^-?\d+(\.\d+)?;-?\d+(\.\d+)?$/.test(geo)) throw new Error(`GEO: ${geo}`);
  const text = (name: string) => {
    const value = get(name);
    return value === undefined ? undefined : unescape(value);
  };
  return { lines, get, text };
}

/** The events of an iCalendar, read strictly (RFC 5545). @throws Error where it breaks the rules. */
export function readCalendar(source: string): CalendarEvent[] {
  const lines = unfold(source).map(parseLine);
  const at = ({ name, value }: CalendarLine) => `${name}:${value}`;
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last || at(first) !== 'BEGIN:VCALENDAR' || at(last) !== 'END:VCALENDAR') {
    throw new Error('This is no calendar');
  }
  const events: CalendarEvent[] = [];
  const head: string[] = [];
  let open: CalendarLine[] | undefined;
  for (const line of lines.slice(1, -1)) {
    if (at(line) === 'BEGIN:VEVENT' && !open) open = [];
    else if (at(line) === 'END:VEVENT' && open) {
      events.push(toEvent(open));
      open = undefined;
    } else if (line.name === 'BEGIN' || line.name === 'END') throw new Error(at(line));
    else if (open) open.push(line);
    else head.push(line.name);
  }
  if (!head.includes('VERSION') || !head.includes('PRODID')) throw new Error('VERSION, PRODID');
  return events;
}
