import type { CellKind, CellValue } from '../../contract/cell';
import { formatCell, readCell } from './cells';

const textOf = (cell: CellValue) =>
  cell instanceof Date ? cell.toISOString() : cell === null ? '' : String(cell);
const roundTrip = (kind: CellKind, value: CellValue) => readCell(kind, textOf(formatCell(value)));

it.each<[CellKind, CellValue]>([
  ['text', '=HYPERLINK("http://evil.example")'],
  ['text', 'lines\r\nand "quotes", commas; 🐠'],
  ['number', -9.5],
  ['number', 1e21],
  ['boolean', false],
  ['day', '2024-02-29'],
  ['moment', new Date('2026-03-21T09:30:00.125Z')],
  ['list', ['BTF001', '=cmd', '-a@example.org']],
  ['list', []],
  ['text', null],
])('gives a %s back: %j', (kind, value) => {
  expect(roundTrip(kind, value)).toEqual({ value });
});

it('guards what people write, each part of a list too, and leaves numbers numbers', () => {
  expect(formatCell('+1 (555) 1')).toBe("'+1 (555) 1");
  expect(formatCell(['a', '=b'])).toBe("a;'=b");
  expect(formatCell(-1.5)).toBe(-1.5);
});

const wrong = (message: string) => ({ code: 'invalid-type', message });
const FAULTS: Partial<Record<CellKind, object>> = {
  number: wrong('must be a number such as -9.5'),
  boolean: wrong('must be true or false'),
  day: wrong('must be a day such as 2026-03-21'),
  moment: wrong('must be a moment with its zone, such as 2026-03-21T09:30:00Z'),
  text: { code: 'invalid', message: 'holds characters that cannot be stored' },
};

it.each<[CellKind, string]>([
  ['number', '1,5'],
  ['number', '=1'],
  ['number', '1e999'],
  ['boolean', 'yes'],
  ['day', '2026-02-30'],
  ['day', '21.03.2026'],
  ['moment', '2026-03-21T09:30'],
  ['moment', '2026-02-30T09:30Z'],
  ['text', 'a\u0000b'],
  ['text', 'a\ud800'],
])('refuses as a %s: %j', (kind, text) => {
  expect(readCell(kind, text)).toEqual({ fault: FAULTS[kind] });
});

it('takes what spreadsheets make of booleans and moments', () => {
  expect(readCell('boolean', 'TRUE')).toEqual({ value: true });
  expect(readCell('moment', '2026-03-21 11:30:00+02:00')).toEqual({
    value: new Date('2026-03-21T09:30:00Z'),
  });
});
