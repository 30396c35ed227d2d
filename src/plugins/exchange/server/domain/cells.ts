import type { CellKind, CellValue } from '../../contract/cell';
import { guard, unguard } from '../../../../lib/csv/formula-guard';

/** Parts a list; what belongs to a list holds none. */
const BETWEEN = ';';
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const DAY = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)$/i;
/** No column of the database takes these. */
const UNSTORABLE = /[\0\p{Cs}]/u;
const BOOLEANS: Record<string, boolean> = { true: true, '1': true, false: false, '0': false };

/**
 * A value as the writer takes it, which puts text into quotes and nothing else. Only what people
 * write is guarded: -9.5 stays a number.
 */
export function formatCell(value: CellValue | undefined): Exclude<CellValue, string[]> {
  if (typeof value === 'string') return guard(value);
  if (Array.isArray(value)) return value.map(guard).join(BETWEEN);
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  return value ?? null;
}

/** Why a cell cannot be read. */
export interface CellFault {
  code: string;
  message: string;
}
export type Read = { value: CellValue; fault?: undefined } | { fault: CellFault };

const wrong = (message: string): Read => ({ fault: { code: 'invalid-type', message } });

function readDay(text: string): Read {
  const isDay = DAY.test(text) && !Number.isNaN(Date.parse(text));
  // Date.parse takes the 30th of February for the 1st or 2nd of March.
  const isReal = isDay && new Date(text).toISOString().startsWith(text);
  return isReal ? { value: text } : wrong('must be a day such as 2026-03-21');
}

function readMoment(text: string): Read {
  const time = MOMENT.test(text) ? Date.parse(text.replace(' ', 'T')) : NaN;
  const isReal = !Number.isNaN(time) && readDay(text.slice(0, 10)).fault === undefined;
  if (isReal) return { value: new Date(time) };
  return wrong('must be a moment with its zone, such as 2026-03-21T09:30:00Z');
}

function readText(text: string): Read {
  const value = unguard(text);
  if (!UNSTORABLE.test(value)) return { value };
  return { fault: { code: 'invalid', message: 'holds characters that cannot be stored' } };
}

function readList(text: string): Read {
  const values = text
    .split(BETWEEN)
    .map((part) => readText(part.trim()))
    .filter((read) => read.fault !== undefined || read.value !== '');
  const faulty = values.find((read) => read.fault !== undefined);
  if (faulty) return faulty;
  return { value: values.flatMap((read) => (read.fault ? [] : [String(read.value)])) };
}

/** What a cell of a file says. Blank ones are null, for lists an empty one. */
export function readCell(kind: CellKind, text: string): Read {
  if (kind === 'list') return readList(text);
  if (kind === 'text') return text === '' ? { value: null } : readText(text);
  const bare = text.trim();
  if (bare === '') return { value: null };
  switch (kind) {
    case 'number':
      return NUMBER.test(bare) && Number.isFinite(Number(bare))
        ? { value: Number(bare) }
        : wrong('must be a number such as -9.5');
    case 'boolean': {
      const value = BOOLEANS[bare.toLowerCase()];
      return value === undefined ? wrong('must be true or false') : { value };
    }
    case 'day':
      return readDay(bare);
    case 'moment':
      return readMoment(bare);
  }
}
