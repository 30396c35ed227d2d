import { startApp, type TestApp } from '../support/app';
import { createMapReader } from '../support/map-reader';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await place(1, 1);
});
afterAll(() => app.stop());

const { place, send } = createMapReader(() => app);

interface Refusal {
  type: string;
  status: number;
  errors: { parameter?: string; pointer?: string }[];
}

/** Words that only the database or its driver would say. */
const INNER_WORDS = /lwgeom|geos|postgis|parse error|invalid geometry|select |st_|sqlstate|syntax/i;

async function refusalOf(answer: Response): Promise<Refusal> {
  const text = await answer.text();
  expect(text).not.toMatch(INNER_WORDS);
  return JSON.parse(text) as Refusal;
}

const search = (body: object | string) =>
  fetch(`${app.url}/api/geo/occurrences/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

const ring = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]; // prettier-ignore
const polygon = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates });
const nested = (depth: number): object =>
  depth === 0 ? polygon(ring) : { type: 'GeometryCollection', geometries: [nested(depth - 1)] };

describe('an area in a body', () => {
  it.each([
    ['an open ring', polygon(ring.slice(0, 4)), '/within/coordinates/0'],
    ['three positions', polygon([ring[0], ring[1], ring[0]]), '/within/coordinates/0'],
    ['rings that cross themselves', polygon([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]), '/within'], // prettier-ignore
    [
      'a hole outside',
      polygon(
        ring,
        ring.map(([x = 0, y = 0]) => [x + 5, y]),
      ),
      '/within',
    ],
    ['no area', polygon([[0, 0], [0, 0], [0, 0], [0, 0]]), '/within'], // prettier-ignore
    ['heights', polygon(ring.map(([x, y]) => [x, y, 5])), '/within/coordinates/0/0'],
    ['nothing', polygon(), '/within/coordinates'],
    ['an empty ring', polygon([]), '/within/coordinates/0'],
    [
      'longitudes beyond 180',
      polygon(ring.map(([x = 0, y]) => [x + 179, y])),
      '/within/coordinates/0/1',
    ],
    [
      'latitudes beyond 90',
      polygon(ring.map(([x, y = 0]) => [x, y + 89])),
      '/within/coordinates/0/2',
    ],
    ['numbers as text', polygon(ring.map(([x, y]) => [String(x), y])), '/within/coordinates/0/0'],
    [
      'positions that are numbers',
      { type: 'Polygon', coordinates: [[1, 2, 3, 4]] },
      '/within/coordinates/0/0',
    ],
    ['coordinates that are an object', { type: 'Polygon', coordinates: {} }, '/within/coordinates'],
    ['a collection', nested(1), '/within/geometries'],
    ['another reference system', { ...polygon(ring), crs: { type: 'name' } }, '/within/crs'],
    ['a point', { type: 'Point', coordinates: [1, 1] }, '/within/type'],
    ['a feature', { type: 'Feature', geometry: polygon(ring) }, '/within/geometry'],
    ['a list', [polygon(ring)], '/within'],
    ['null', null, '/within'],
    [
      'a faulty part of many',
      { type: 'MultiPolygon', coordinates: [[ring], [[[0, 0]]]] },
      '/within/coordinates/1/0',
    ],
    ['WKT with an SRID', 'SRID=999999;POLYGON((0 0, 2 0, 2 2, 0 0))', '/within'],
    ['WKT with heights', 'POLYGON Z((0 0 1, 2 0 1, 2 2 1, 0 0 1))', '/within'],
    ['empty WKT', 'POLYGON EMPTY', '/within'],
    ['WKT of something else', 'LINESTRING(0 0, 1 1)', '/within'],
    ['WKT that goes on', 'POLYGON((0 0, 2 0, 2 2, 0 0)) or true', '/within'],
    ['WKT with deep lists', `POLYGON${'('.repeat(5000)}`, '/within'],
  ])('with %s is refused at its place', async (_what, within, pointer) => {
    const answer = await search({ within });
    expect(answer.status).toBe(422);
    const { type, errors } = await refusalOf(answer);
    expect(type).toBe('/problems/validation-failed');
    expect(errors.map((fault) => fault.pointer)).toEqual([pointer]);
  });

  it('may wind either way, and be in parts on both sides of the antimeridian', async () => {
    const east = ring.map(([x = 0, y]) => [x - 180, y]);
    for (const within of [polygon(ring), polygon([...ring].reverse())]) {
      expect(await (await search({ within })).json()).toMatchObject({ numberReturned: 1 });
    }
    const parts = { type: 'MultiPolygon', coordinates: [[ring], [east]] };
    expect(await (await search({ within: parts })).json()).toMatchObject({ numberReturned: 1 });
  });

  it('cannot be nested without end, or be larger than a megabyte', async () => {
    expect((await search({ within: nested(50) })).status).toBe(400);
    const big = JSON.stringify({ within: polygon(Array.from({ length: 100_000 }, () => [1, 1])) });
    expect((await search(big)).status).toBe(422);
    expect((await search(`{"within":"${'x'.repeat(1024 * 1024)}"}`)).status).toBe(413);
    expect((await search({ scientificName: 'x'.repeat(100_000) })).status).toBe(422);
    expect((await search({ provider: Array.from({ length: 51 }, String) })).status).toBe(422);
    const names = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`p${n}`, 1]));
    expect((await search(names)).status).toBe(422);
  });
});

const WORLD = 'zoom=1';
it.each([
  ['?near=1,1', 'near'],
  ['?radiusMeters=5', 'near'],
  ['?near=181,1&radiusMeters=5', 'near'],
  ['?near=1,1,1&radiusMeters=5', 'near'],
  ['?near[lon]=1&near[lat]=1&radiusMeters=5', 'near'],
  ['?near=1,1&radiusMeters=1e12', 'radiusMeters'],
  ['?near=1,1&radiusMeters=-1', 'radiusMeters'],
  ['?near=1,1&radiusMeters=0', 'radiusMeters'],
  ['?near=1,1&radiusMeters=Infinity', 'radiusMeters'],
  ['?within=POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))', 'within'],
  ['?within={"type":"Polygon","coordinates":[[[179,0],[181,0],[181,1],[179,0]]]}', 'within'],
  ['?within={', 'within'],
  ['?within[type]=Polygon', 'within'],
  ['?datetime=2020-13-01', 'datetime'],
  ['?datetime=2021-02-29', 'datetime'],
  ['?datetime=2021-01-01/2020-01-01', 'datetime'],
  ['?datetime=..', 'datetime'],
  ['?datetime=2020-01-01/2020-02-01/2020-03-01', 'datetime'],
  ['?datetime=0000-01-01', 'datetime'],
  ['?datetime=yesterday', 'datetime'],
  ['?dated=yes', 'dated'],
  ['?taxon=1.5', 'taxon'],
  ['?taxon=99999999999', 'taxon'],
  ['?taxon=1 or 1=1', 'taxon'],
  ['?depth=1', 'depth'],
  ['?depth=,', 'depth'],
  ['?depth=5,1', 'depth'],
  ['?depth=1,2,3', 'depth'],
  ['?depth=NaN,1', 'depth'],
  ['?absence=yes', 'absence'],
  ['?absence=true', 'absence'],
  ['?provider=', 'provider'],
  ['?provider=a,,b', 'provider'],
  ['/nearby?lat=1', 'lon'],
  ['/nearby?lon=&lat=1', 'lon'],
  ['/nearby?lon=1&lat=91', 'lat'],
  ['/nearby?lon=1&lat=1&near=1,1', 'near'],
  ['/nearby?lon=1&lat=1&limit=0', 'limit'],
  ['/nearby?lon=1&lat=1&radiusMeters=1e12', 'radiusMeters'],
  ['/count?limit=5', 'limit'],
  ['/facets?by=raw', 'by'],
  ["/facets?by=provider'", 'by'],
  ['/facets', 'by'],
  ['/grid?zoom=31', 'zoom'],
  ['/grid?zoom=-1', 'zoom'],
  ['/grid?zoom=1.5', 'zoom'],
  ['/grid', 'zoom'],
  [`/grid?${WORLD}&shape=circle`, 'shape'],
  [`/grid?${WORLD}&cells=3`, 'cells'],
  [`/grid?${WORLD}&cells=128`, 'cells'],
  ['/clusters?zoom=23', 'zoom'],
  [`/clusters?${WORLD}&bbox=1,2,3`, 'bbox'],
  ['/tiles.json?x=1', 'x'],
  ['/tiles/0/0/0.mvt?bbox=5', 'bbox'],
  ['/tiles/0/0/1.mvt', 'y'],
])('%s is a 400 that names %s on both ways', async (path, parameter) => {
  for (const way of ['lane', 'stack'] as const) {
    const answer = await send(`occurrences${path}`, way);
    expect([path, way, answer.status]).toEqual([path, way, 400]);
    const { type, errors } = await refusalOf(answer);
    expect(type).toBe('/problems/invalid-query');
    expect(errors.map((fault) => fault.parameter)).toEqual([parameter]);
  }
});

const INJECTIONS = [
  "'); drop table occurrences; --",
  "1' or pg_sleep(5) --",
  '1) or (select pg_sleep(5)) is null --',
  "mola' || pg_sleep(5) || '",
  ':q0 :rule0 ?? \\?',
  '"}]}{$gt}',
];
const ASKED = ['', '/count', '/facets?by=provider', '/nearby?lon=1&lat=1', '/grid?zoom=1', '/clusters?zoom=1', '/tiles/0/0/0.mvt']; // prettier-ignore
const TEXTS = [
  'scientificName',
  'dataset',
  'provider',
  'basisOfRecord',
  'flags',
  'excludeFlags',
  'license',
];
const STRICT = [
  'bbox',
  'within',
  'near',
  'radiusMeters',
  'datetime',
  'dated',
  'taxon',
  'depth',
  'absence',
];

it.each(ASKED)('%s takes SQL for text, or refuses it', async (path) => {
  const started = performance.now();
  for (const text of INJECTIONS) {
    for (const parameter of [...TEXTS, ...STRICT]) {
      const query = `${path.includes('?') ? '&' : '?'}${parameter}=${encodeURIComponent(text)}`;
      const { status } = await send(`occurrences${path}${query}`);
      const expected = STRICT.includes(parameter) ? [400] : [200, 204];
      expect([query, expected.includes(status)]).toEqual([query, true]);
    }
  }
  expect(performance.now() - started).toBeLessThan(20_000);
  const [{ rows }] = (await app.db('occurrences').count('* as rows')) as [{ rows: string }];
  expect(Number(rows)).toBe(1);
});
