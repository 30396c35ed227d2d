import { foldLines } from './fold-lines';

const unfold = (text: string) => text.replaceAll('\r\n ', '');

it('leaves lines of up to 75 octets as they are', () => {
  const text = `${'x'.repeat(75)}\r\n${'é'.repeat(37)}\r\nEND\r\n`;
  expect(foldLines(text)).toBe(text);
});

it.each([
  ['letters', 'x'.repeat(400)],
  ['letters of two octets', 'é'.repeat(200)],
  ['letters of three octets', 'x'.repeat(74) + '海'.repeat(100)],
  ['signs beyond the basic plane', `a${'🐋'.repeat(100)}`],
])('folds a long line of %s between characters', (_what, line) => {
  const folded = foldLines(`${line}\r\nEND`);
  expect(unfold(folded)).toBe(`${line}\r\nEND`);
  const sizes = folded.split('\r\n').map((part) => Buffer.byteLength(part));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(75);
  expect(folded).not.toContain('\uFFFD');
});
