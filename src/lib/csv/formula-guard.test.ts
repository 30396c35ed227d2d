import { createRandom, pick, wholeBetween } from '../random';
import { guard, unguard } from './formula-guard';

/** What begins a formula somewhere, once blanks are skipped and wide forms are made plain. */
const RUNS = /^[=+\-@−]/;
const PARTS = [
  ...`=+-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−⩵⩶﬩`,
  ...` \t\r\n'"';,|`,
  '\u00a0',
  '\u200b',
  '\ufeff',
  '\u0000',
  '\u2028',
  '\u3000',
  '\ud800',
  '1',
  'a',
  'é',
  '🐟',
  'SUM(A1)',
];

function* texts(count: number): Generator<string> {
  const random = createRandom(20_260_301);
  for (let made = 0; made < count; made += 1) {
    const length = wholeBetween(random, 0, 8);
    yield Array.from({ length }, () => pick(random, PARTS)).join('');
    yield String.fromCodePoint(wholeBetween(random, 0, 0x10ffff)) + pick(random, PARTS);
  }
}

/** As the most lenient of spreadsheets would read a cell. */
const asRead = (cell: string) => cell.replace(/^[\s\p{Cc}\p{Cf}\p{Z}]+/u, '').normalize('NFKC');

it('gives every text back as it was', () => {
  for (const text of texts(20_000)) {
    if (unguard(guard(text)) !== text) throw new Error(JSON.stringify(text));
  }
});

it('makes two texts of two texts', () => {
  const guarded = new Map<string, string>();
  for (const text of texts(20_000)) {
    const before = guarded.get(guard(text)) ?? text;
    if (before !== text) throw new Error(JSON.stringify([before, text]));
    guarded.set(guard(text), text);
  }
});

it('leaves nothing that begins a formula', () => {
  for (const text of texts(20_000)) {
    const cell = guard(text);
    if (RUNS.test(asRead(cell)) || /^[\t\r\n]/.test(cell)) throw new Error(JSON.stringify(text));
  }
});

it('covers every character that some form of Unicode makes a sign of', () => {
  for (let point = 0; point <= 0x10ffff; point += 1) {
    const sign = String.fromCodePoint(point);
    if (/^[=+\-@−]/.test(sign.normalize('NFKC'))) expect(guard(`${sign}1`)).toBe(`'${sign}1`);
  }
});

it('leaves other text alone', () => {
  for (const text of ['', "'", "'tis", 'a=b', '1-2', 'ada@example.org', "O'Neil", '  x', '#1']) {
    expect(guard(text)).toBe(text);
    expect(unguard(text)).toBe(text);
  }
});

it('reads what somebody typed without a guard as it stands', () => {
  expect(unguard('=1+1')).toBe('=1+1');
  expect(unguard("'=1+1")).toBe('=1+1');
  expect(unguard("''=1+1")).toBe("'=1+1");
});
