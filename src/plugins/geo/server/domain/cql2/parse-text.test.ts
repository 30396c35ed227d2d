import { parseCql2Text } from './parse-text';

/** The tree without its places. */
const treeOf = (source: string): unknown =>
  JSON.parse(
    JSON.stringify(parseCql2Text(source), (key, value: unknown) =>
      key === 'at' ? undefined : value,
    ),
  );
const faultOf = (source: string): string => {
  try {
    parseCql2Text(source);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

const name = (of: string) => ({ kind: 'property', name: of });
const text = (value: string) => ({ kind: 'text', value });
const number = (value: number) => ({ kind: 'number', value });
const equal = (of: string, value: object) => ({
  kind: 'compare',
  op: '=',
  left: name(of),
  right: value,
});

it('binds NOT closer than AND, AND closer than OR, and parentheses closest', () => {
  expect(treeOf('a=1 or not b=2 AND c=3')).toEqual({
    kind: 'or',
    all: [
      equal('a', number(1)),
      { kind: 'and', all: [{ kind: 'not', of: equal('b', number(2)) }, equal('c', number(3))] },
    ],
  });
  expect(treeOf('(a=1 OR b=2) AND c=3')).toMatchObject({ kind: 'and', all: [{ kind: 'or' }, {}] });
  expect(treeOf('not not a=1')).toMatchObject({ kind: 'not', of: { kind: 'not' } });
});

it.each([
  ["species = 'Mola mola'", equal('species', text('Mola mola'))],
  ["species = 'O''Brien\\'s'", equal('species', text("O'Brien's"))],
  ["species = 'año 🐟'", equal('species', text('año 🐟'))],
  ["species = ''", equal('species', text(''))],
  ['"like" = 5', equal('like', number(5))],
  ['date = 5', equal('date', number(5))],
  ['größe = -.5e-1', equal('größe', number(-0.05))],
  ['a<-5', { kind: 'compare', op: '<', left: name('a'), right: number(-5) }],
  ['5 >= a', { kind: 'compare', op: '>=', left: number(5), right: name('a') }],
  [
    'a <> TRUE',
    { kind: 'compare', op: '<>', left: name('a'), right: { kind: 'boolean', value: true } },
  ],
  ['TRUE', { kind: 'always', value: true }],
  ['a is null', { kind: 'isNull', value: name('a') }],
  ['a IS NOT NULL', { kind: 'not', of: { kind: 'isNull', value: name('a') } }],
  ["a LIKE 'M\\%_%'", { kind: 'like', value: name('a'), pattern: text('M\\%_%') }],
  [
    "casei(a) not like casei('m%')",
    {
      kind: 'not',
      of: {
        kind: 'like',
        value: { kind: 'casei', of: name('a') },
        pattern: { kind: 'casei', of: text('m%') },
      },
    },
  ],
  ['a BETWEEN -1 AND 2', { kind: 'between', value: name('a'), low: number(-1), high: number(2) }],
  ["a IN ('x', 'y')", { kind: 'in', value: name('a'), options: [text('x'), text('y')] }],
  ['a NOT IN (1)', { kind: 'not', of: { kind: 'in', value: name('a'), options: [number(1)] } }],
])('reads %s', (source, tree) => {
  expect(treeOf(source)).toEqual(tree);
});

it('reads days, moments to the microsecond, and intervals with open ends', () => {
  const moment = (at: string) => ({ kind: 'instant', start: at, end: at });
  expect(treeOf("seen = TIMESTAMP('2024-02-29T23:30:00.1234567-01:00')")).toEqual(
    equal('seen', moment('2024-03-01T00:30:00.123456')),
  );
  expect(treeOf("T_DURING(INTERVAL(from, \"to\"), INTERVAL('..', '2024-01-31'))")).toEqual({
    kind: 'temporal',
    op: 't_during',
    left: { kind: 'interval', from: name('from'), to: name('to') },
    right: {
      kind: 'interval',
      from: null,
      to: {
        kind: 'instant',
        start: '2024-01-31T00:00:00.000000',
        end: '2024-01-31T23:59:59.999999',
      },
    },
  });
  expect(treeOf("t_finishedby(a, DATE('2024-01-31'))")).toMatchObject({ op: 't_finishedBy' });
});

it.each([
  ['POINT(7 49)', { type: 'Point', coordinates: [7, 49] }],
  ['point z (7 49 100)', { type: 'Point', coordinates: [7, 49] }],
  [
    'LINESTRING(0 0,1 1)',
    {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [1, 1],
      ],
    },
  ],
  [
    'MULTIPOINT((0 0),(1 1))',
    {
      type: 'MultiPoint',
      coordinates: [
        [0, 0],
        [1, 1],
      ],
    },
  ],
  [
    'POLYGON((0 0,1 0,1 1,0 0))',
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    },
  ],
  [
    'MULTIPOLYGON(((0 0,1 0,1 1,0 0)))',
    {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      ],
    },
  ],
])('reads the geometry %s', (source, geometry) => {
  expect(treeOf(`S_INTERSECTS(geometry, ${source})`)).toEqual({
    kind: 'spatial',
    op: 's_intersects',
    left: name('geometry'),
    right: { kind: 'geometry', geometry },
  });
});

it('reads boxes, with heights or across the antimeridian too', () => {
  const box = (west: number, south: number, east: number, north: number) => ({
    right: { kind: 'box', box: { west, south, east, north } },
  });
  expect(treeOf('S_WITHIN(geometry,BBOX(1,2,3,4))')).toMatchObject(box(1, 2, 3, 4));
  expect(treeOf('S_DISJOINT(geometry,bbox(170,2,-10,-170,4,10))')).toMatchObject(
    box(170, 2, -170, 4),
  );
});

it.each([
  ['', /character 1: expected a property or a value, but the filter ends/],
  ['a', /character 2: expected a comparison, but the filter ends/],
  ['a = ', /character 5: expected a property or a value/],
  ['a = 1 b', /character 7: expected AND, OR or the end, but there is "b"/],
  ["a = 'x", /character 5: the text does not end/],
  ['a = 1; drop table x', /character 6: this cannot be read/],
  ['a == 1', /character 4: expected a property or a value, but there is "="/],
  ['a + 1 = 2', /character 3: this cannot be read/],
  ['(a = 1', /character 7: expected "\)"/],
  ['a NOT 5', /character 7: expected LIKE, BETWEEN or IN/],
  ['a IN ()', /character 7: expected a property or a value/],
  ['pg_sleep(5) = 1', /character 1: there is no function "pg_sleep" here/],
  ["ACCENTI(a) = 'x'", /character 1: there is no function "ACCENTI" here/],
  ['a = 1e999', /character 5: the number is too great/],
  ["a = 'x\0'", /character 5: the text holds a sign/],
  ["a = DATE('2024-02-30')", /character 10: expected a day such as/],
  ["a = TIMESTAMP('2024-02-30T00:00:00Z')", /character 15: expected a moment such as/],
  ["a = TIMESTAMP('2024-02-01T25:00:00Z')", /expected a moment such as/],
  ['S_INTERSECTS(geometry)', /character 22: expected ","/],
  ['S_INTERSECTS(geometry, POINT(200 0))', /character 30: a longitude is from -180 to 180/],
  ['S_INTERSECTS(geometry, POLYGON((0 0,1 1,0 0)))', /character 24: a ring has at least four/],
  ['S_INTERSECTS(geometry, POLYGON((0 0,1 1,2 0,3 3)))', /ends where it begins/],
  ['S_INTERSECTS(geometry, BBOX(1,2,3))', /character 24: a box has four numbers/],
  ['S_INTERSECTS(geometry, BBOX(1,5,3,4))', /the south of a box/],
])('says where %j is wrong', (source, fault) => {
  expect(faultOf(source)).toMatch(fault);
});

it('refuses a filter that is too deep, too long or has too many parts, in no time', () => {
  expect(faultOf(`${'('.repeat(3_000)}a=1`)).toMatch(/character 33: the filter is nested deeper/);
  expect(faultOf('NOT '.repeat(1_900) + 'a=1')).toMatch(/nested deeper than 32/);
  expect(faultOf(`${'casei('.repeat(1_000)}a`)).toMatch(/nested deeper than 32/);
  expect(faultOf(`a=1${' '.repeat(8_000)}`)).toMatch(/at most 8000 characters/);
  expect(faultOf(`a IN (${Array(600).fill(1).join(',')})`)).toMatch(/more than 500 parts/);
  const ring = Array(1_100).fill('0 0').join(',');
  expect(faultOf(`S_INTERSECTS(g,LINESTRING(${ring}))`)).toMatch(/more than 1000 positions/);
});

it('reads any text without failing in another way than by a fault with a place', () => {
  const pieces = ['(', ')', 'a', '=', "'", '"', 'NOT ', 'IN', '1', ',', 'BBOX(', 'é', ' IS ', '\\'];
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 3_000; round += 1) {
    const source = Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join('');
    expect(faultOf(source)).toMatch(/^(none|At character \d+: .*)$/s);
  }
});
