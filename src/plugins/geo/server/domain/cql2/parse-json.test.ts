import { parseCql2Json, parseCql2JsonText } from './parse-json';
import { parseCql2Text } from './parse-text';

const withoutPlaces = (tree: unknown): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value: unknown) => (key === 'at' ? undefined : value)));
const faultOf = (sent: unknown): string => {
  try {
    parseCql2Json(sent);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};
const property = (name: string) => ({ property: name });
const call = (op: string, ...args: unknown[]) => ({ op, args });

it.each([
  ["a = 'x'", call('=', property('a'), 'x')],
  ['TRUE', true],
  [
    'a=1 AND b<>2 OR NOT c IS NULL',
    call(
      'or',
      call('and', call('=', property('a'), 1), call('<>', property('b'), 2)),
      call('not', call('isNull', property('c'))),
    ),
  ],
  ["CASEI(a) LIKE CASEI('m%')", call('like', call('casei', property('a')), call('casei', 'm%'))],
  ['a BETWEEN 1 AND 2', call('between', property('a'), 1, 2)],
  ['a IN (1,2)', call('in', property('a'), [1, 2])],
  ["a > DATE('2024-01-31')", call('>', property('a'), { date: '2024-01-31' })],
  [
    "T_METBY(a, INTERVAL('..','2024-01-31T00:00:00Z'))",
    call('t_metBy', property('a'), { interval: ['..', '2024-01-31T00:00:00Z'] }),
  ],
  [
    "T_AFTER(INTERVAL(a,b), TIMESTAMP('2024-01-31T00:00:00Z'))",
    call(
      't_after',
      { interval: [property('a'), property('b')] },
      { timestamp: '2024-01-31T00:00:00Z' },
    ),
  ],
  ['S_INTERSECTS(g, BBOX(1,2,3,4))', call('s_intersects', property('g'), { bbox: [1, 2, 3, 4] })],
  [
    'S_WITHIN(g, POLYGON((0 0,1 0,1 1,0 0)))',
    call('s_within', property('g'), {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    }),
  ],
])('makes the same tree of JSON as of %s', (source, sent) => {
  expect(withoutPlaces(parseCql2Json(sent))).toEqual(withoutPlaces(parseCql2Text(source)));
});

it.each([
  [5, 'At the root: expected {"op", "args"} or true or false.'],
  [null, 'At the root: expected {"op", "args"} or true or false.'],
  [{ op: '=', args: [1, 2], more: 1 }, /At the root: expected/],
  [call('pg_sleep', 5), 'At /op: there is no operator "pg_sleep" here.'],
  [call('__proto__', 1, 2), /At \/op: there is no operator/],
  [call('=', 1), 'At /args: expected 2 arguments.'],
  [call('and', true), 'At /args: expected two or more.'],
  [
    call('and', true, call('=', property('a'), null)),
    'At /args/1/args/1: expected a value or a property.',
  ],
  [
    call('=', property('a'), call('accenti', 'x')),
    'At /args/1/op: there is no function "accenti" here.',
  ],
  [call('in', property('a'), []), 'At /args/1: expected a list with something in it.'],
  [call('in', property('a'), ['\ud800']), /At \/args\/1\/0: the text holds a sign/],
  [call('=', property('a'), { date: '2024-13-01' }), /At \/args\/1: expected a day/],
  [
    call('s_intersects', property('g'), { type: 'Point', coordinates: [1] }),
    /At \/args\/1: a position/,
  ],
  [
    call('s_intersects', property('g'), { type: 'Circle', coordinates: [1] }),
    /expected a GeoJSON geometry/,
  ],
  [call('s_intersects', property('g'), { bbox: [1, 2, 3] }), /a box has four numbers/],
])('says where %j is wrong', (sent, fault) => {
  expect(faultOf(sent)).toEqual(expect.stringMatching(fault));
});

it('refuses JSON that is too deep, too long or none', () => {
  let deep: unknown = true;
  for (let level = 0; level < 5_000; level += 1) deep = call('not', deep);
  expect(faultOf(deep)).toMatch(/nested deeper than 32/);
  expect(() => parseCql2JsonText('{')).toThrow('At the root: this is not JSON.');
  expect(() => parseCql2JsonText(`"${'x'.repeat(9_000)}"`)).toThrow(/at most 8000/);
});
