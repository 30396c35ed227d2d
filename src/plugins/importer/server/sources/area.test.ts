import { areaParameter, boxOfArea, refuseFaultyArea } from './area';

const area = areaParameter(10);

it('winds borders counter-clockwise and holes clockwise, however they were drawn', () => {
  const clockwise = 'POLYGON((0 0,0 10,10 10,10 0,0 0),(2 2,4 2,4 4,2 4,2 2))';
  const right = 'POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,4 2,2 2))';
  expect(area.parse(clockwise)).toBe(right);
  expect(area.parse(right)).toBe(right);
});

it('takes two halves of what crosses the antimeridian, and knows where they lie', () => {
  const halves =
    'multipolygon(((170 -10,180 -10,180 10,170 -10)),((-180 -10,-170 0,-180 10,-180 -10)))';
  expect(area.parse(halves)).toMatch(/^MULTIPOLYGON\(\(\(170 -10,/);
  expect(boxOfArea(area.parse(halves))).toEqual([-180, -10, 180, 10]);
});

it.each([
  ['POINT(1 2)', 'POLYGON or MULTIPOLYGON'],
  ['{"type":"Polygon"}', 'POLYGON or MULTIPOLYGON'],
  ['POLYGON((0 0,1 0,1 1))', 'four positions'],
  ['POLYGON((0 0,1 0,1 1,0 1))', 'end where it begins'],
  ['POLYGON((170 0,190 0,190 10,170 0))', 'antimeridian'],
  ['POLYGON((0 0,1 0,1 91,0 0))', 'latitude'],
  [`POLYGON((0 0,${'1 1,'.repeat(9)}0 0))`, 'at most 10'],
])('refuses %s', (text, message) => {
  expect(area.safeParse(text).error?.message).toContain(message);
});

it('asks somebody who knows whether rings cross', async () => {
  const wkt = area.parse('POLYGON((0 0,1 1,1 0,0 1,0 0))');
  await expect(refuseFaultyArea(wkt, () => Promise.resolve('crossed'))).rejects.toMatchObject({
    code: 'area-invalid',
  });
  await expect(refuseFaultyArea(wkt, () => Promise.resolve(null))).resolves.toBeUndefined();
});
