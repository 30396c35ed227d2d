import { checkFilter, type QueryableType } from './check';
import { parseCql2Json } from './parse-json';
import { parseCql2Text } from './parse-text';

const queryables = new Map<string, QueryableType>([
  ['name', 'text'],
  ['depth', 'number'],
  ['isAbsent', 'boolean'],
  ['day', 'day'],
  ['seen', 'moment'],
  ['geometry', 'geometry'],
]);
const faultOf = (source: string): string => {
  try {
    checkFilter(parseCql2Text(source), queryables);
  } catch (error) {
    return (error as Error).message;
  }
  return 'none';
};

it.each([
  "name = 'x' AND name <= casei(name) AND name IN ('a', CASEI('b'))",
  'depth = depth AND 1 < depth AND isAbsent <> FALSE',
  "seen > DATE('2024-01-01') AND day = seen AND seen IN (DATE('2024-01-01'))",
  "T_DURING(INTERVAL(day, seen), INTERVAL('2024-01-01', '..'))",
  'geometry IS NULL AND seen IS NOT NULL',
  'S_INTERSECTS(geometry, BBOX(170,0,-170,10)) OR S_WITHIN(POINT(1 1), geometry)',
  "CASEI(name) LIKE CASEI('a\\\\%')",
])('takes %s', (source) => {
  expect(faultOf(source)).toBe('none');
});

it.each([
  ["species = 'x'", 'At character 1: there is no property "species".'],
  ["depth = 'x'", 'At character 9: expected a number, but this is a text.'],
  ['name = depth', 'At character 8: expected a text, but this is a number.'],
  ["depth IN (1, 'x')", 'At character 14: expected a number, but this is a text.'],
  ['CASEI(depth) = name', 'At character 7: expected a text, but this is a number.'],
  ['isAbsent > TRUE', 'At character 10: true and false have no order.'],
  ["name BETWEEN 'a' AND 'b'", 'At character 1: expected a number, but this is a text.'],
  ['name LIKE name', 'At character 11: expected a pattern in quotes.'],
  ["name LIKE 'a\\'", /the text does not end/],
  ["depth LIKE 'a'", 'At character 1: expected a text, but this is a number.'],
  [
    "T_AFTER(name, DATE('2024-01-01'))",
    /At character 9: expected a day or a moment or an interval/,
  ],
  [
    "T_AFTER(seen, INTERVAL('2024-02-01','2024-01-01'))",
    /At character 15: an interval does not end/,
  ],
  ["T_AFTER(seen, INTERVAL(name,'2024-01-01'))", 'At character 24: expected a day or a moment.'],
  ["seen = INTERVAL('2024-01-01','..')", /At character 8: expected a day or a moment, but/],
  ['geometry = POINT(1 1)', /At character 1: expected a text or a number or true/],
  ['S_INTERSECTS(geometry, name)', 'At character 24: expected a geometry, but this is a text.'],
  ['S_WITHIN(geometry, BBOX(170,0,-170,10))', /At character 20: a box across the antimeridian/],
  ["'x' IS NULL", 'At character 1: only a property can be null.'],
  ['NOT (TRUE AND other IS NULL)', 'At character 15: there is no property "other".'],
])('says why %j does not fit', (source, fault) => {
  expect(faultOf(source)).toEqual(expect.stringMatching(fault));
});

it('refuses a pattern whose last backslash escapes nothing', () => {
  const like = (pattern: string) => () =>
    checkFilter(parseCql2Json({ op: 'like', args: [{ property: 'name' }, pattern] }), queryables);
  expect(like('a\\')).toThrow('At /args/1: the pattern ends with a backslash');
  expect(like('a\\\\')).not.toThrow();
});
