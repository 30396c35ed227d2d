import { checkJson } from './check-json';
import { parseJson } from './parse-json';

const read = (text: string | Buffer) => {
  const { value, names } = parseJson(Buffer.from(text));
  checkJson(value, names);
  return value;
};

function refusalOf(text: string | Buffer): unknown {
  try {
    read(text);
    return undefined;
  } catch (error) {
    return error;
  }
}

it('reads what JSON is', () => {
  const text = '{"a":[1,-2.5e3,null,true,"x: \\"{[,]}\\" \\ud83d\\udc1f"],"b":{"a":{}},"":0}';
  expect(read(text)).toEqual(JSON.parse(text));
});

it.each([
  ['nothing', ''],
  ['a comma too many', '{"a":1,}'],
  ['half of it', '{"a":'],
  ['a byte order mark', '\ufeff{"a":1}'],
  ['a comment', '{/* a */}'],
  ['no number of JSON', '{"a":NaN}'],
  ['two values', '{}{}'],
  ['an open string', '"a'],
  ['an open escape', '"a\\'],
  ['too deep', '['.repeat(10_000) + ']'.repeat(10_000)],
  ['too many names', `{${Array.from({ length: 25_000 }, (_, i) => `"${i}":1`).join()}}`],
])('refuses %s as malformed', (_, text) => {
  expect(refusalOf(text)).toMatchObject({ type: 'malformed-body' });
});

it.each([
  ['a wrong byte', Buffer.from([0x7b, 0xff, 0x7d])],
  ['an overlong form of a slash', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ['a surrogate as UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
])('refuses %s as malformed', (_, bytes) => {
  expect(refusalOf(bytes)).toMatchObject({ type: 'malformed-body' });
});

it.each([
  ['NUL', '{"a":[{"b/c":"x\\u0000"}]}', '/a/0/b~1c', 'invalid-text'],
  ['half a character', '{"a":"\\ud800"}', '/a', 'invalid-text'],
  ['NUL in a name', '{"a":{"b\\u0000":1}}', '/a', 'unknown'],
  ['a number beyond the largest', '{"a":1e999}', '/a', 'too-large'],
  ['the name of the prototype', '{"a":{"__proto__":{"x":1}}}', '/a', 'unknown'],
  ['a name twice', '{"a":1,"\\u0061":2}', '', 'repeated'],
  ['a name twice, far in', '{"a":[{"b":1,"b":1}]}', '', 'repeated'],
])('points at %s', (_, text, pointer, code) => {
  expect(refusalOf(text)).toMatchObject({
    type: 'validation-failed',
    faults: [{ pointer, code }],
  });
  expect(({} as { x?: number }).x).toBeUndefined();
});

it('takes a fraction of a second for the worst that fits, whatever it finds', () => {
  const worst = [
    '['.repeat(131_072) + ']'.repeat(131_072),
    `{${'"a":1,'.repeat(43_000)}"a":1}`,
    `[${'"\\u0000",'.repeat(29_000)}1]`,
    `"${'\\"'.repeat(131_000)}"`,
    '1'.repeat(262_144),
    `[${'1e999,'.repeat(43_000)}1]`,
    `{"a":${'{"a":'.repeat(50_000)}1`,
  ];
  for (const text of worst) {
    const before = process.cpuUsage();
    refusalOf(text);
    const { user, system } = process.cpuUsage(before);
    // Thirty milliseconds where this was written; what grows with the square takes many seconds.
    expect(user + system).toBeLessThan(200_000);
  }
});
