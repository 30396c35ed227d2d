import { canonicalJson, isTooDeep, mayHoldUnstorable, toStorable } from './storable-json';

it('writes equal content as equal text, whatever the order of names', () => {
  expect(canonicalJson({ b: [1, { d: 1, c: null }], a: 'x' })).toBe(
    canonicalJson({ a: 'x', b: [1, { c: null, d: 1 }] }),
  );
  expect(JSON.parse(canonicalJson({ b: [1, { d: 'ä"\\' }], a: -0.5 }))).toEqual({
    a: -0.5,
    b: [1, { d: 'ä"\\' }],
  });
});

it('writes a record the same way whether or not objects are inside', () => {
  const plain = { b: ['x', null], '10': 1, a: 'ä"\\', '9': true, __proto: -0 };
  const text = '"10":1,"9":true,"__proto":0,"a":"ä\\"\\\\","b":["x",null]';
  expect(canonicalJson(plain)).toBe(`{${text}}`);
  expect(canonicalJson({ ...plain, c: { e: 1, d: [] } })).toBe(`{${text},"c":{"d":[],"e":1}}`);
});

it('leaves out names on the top level only', () => {
  expect(canonicalJson({ id: 1, own: { id: 2 } }, (name) => name === 'id')).toBe(
    '{"own":{"id":2}}',
  );
});

it('replaces what PostgreSQL cannot hold, in texts and names, and nothing else', () => {
  const sent = { 'a\u0000': ['b\u0000c', '\uD83D\uDC1F', '\uDC1F\uD83D'], n: 1 };
  expect(mayHoldUnstorable(canonicalJson(sent))).toBe(true);
  expect(toStorable(sent)).toEqual({
    'a\uFFFD': ['b\uFFFDc', '\uD83D\uDC1F', '\uFFFD\uFFFD'],
    n: 1,
  });
  expect(mayHoldUnstorable(canonicalJson(toStorable(sent)))).toBe(false);
});

it('keeps a field that is called __proto__ a field', () => {
  const sent = JSON.parse('{"__proto__": {"x": "a\\u0000"}}') as unknown;
  expect(canonicalJson(toStorable(sent))).toBe('{"__proto__":{"x":"a\uFFFD"}}');
});

it('knows nesting that goes too deep', () => {
  let nested: unknown = 1;
  for (let level = 0; level < 50; level += 1) nested = [nested];
  expect(isTooDeep(nested)).toBe(false);
  for (let level = 0; level < 100_000; level += 1) nested = [nested];
  expect(isTooDeep(nested)).toBe(true);
});
