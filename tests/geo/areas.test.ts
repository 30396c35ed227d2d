import { box, line, polygon, startAreasRig, type AreasRig } from '../support/areas-rig';

let rig: AreasRig;
beforeAll(async () => {
  rig = await startAreasRig();
});
afterAll(() => rig.stop());
beforeEach(() => rig.app().db('areas').delete());

const insert = (name: string, outline: unknown) => rig.insert(name, outline);
const namesIn = (query: string) => rig.namesIn(query);

describe('a collection of areas and lines', () => {
  it('answers a box by what lies in it, not by what their own boxes touch', async () => {
    const elbow = line([0, 0], [10, 0], [10, 10]);
    const ring = polygon(box(20, 0, 30, 10), box(22, 2, 28, 8));
    await insert('elbow', elbow);
    await insert('ring', ring);
    await insert('buoy', { type: 'Point', coordinates: [5, 5] });
    expect(await namesIn('?bbox=1,1,9,9')).toEqual(['buoy']);
    expect(await namesIn('?bbox=9,1,11,2')).toEqual(['elbow']);
    expect(await namesIn('?bbox=23,3,27,7')).toEqual([]);
    expect(await namesIn('?bbox=23,3,28,7')).toEqual(['ring']);
    expect(await namesIn('?bbox=30,10,40,20')).toEqual(['ring']);
    expect(await namesIn('?bbox=30.0000001,10,40,20')).toEqual([]);
    expect(await namesIn('?bbox=10,5,10,5')).toEqual(['elbow']);
    expect(await namesIn('')).toEqual(['buoy', 'elbow', 'ring']);
  });

  it('answers a box that crosses the antimeridian on both its sides', async () => {
    await insert('west', polygon(box(170, 0, 175, 5)));
    await insert('east', line([-179, 1], [-170, 1]));
    await insert('both', {
      type: 'MultiPolygon',
      coordinates: [[box(178, 0, 180, 5)], [box(-180, 0, -178, 5)]],
    });
    await insert('far', polygon(box(-10, 0, 10, 5)));
    expect(await namesIn('?bbox=174,0,-175,5')).toEqual(['both', 'east', 'west']);
    expect(await namesIn('?bbox=176,0,-179.5,5')).toEqual(['both']);
    expect(await namesIn('?bbox=-175,0,174,5')).toEqual(['east', 'far', 'west']);
  });

  it('answers a polygon of the caller, and its own filters', async () => {
    await insert('shelf', polygon(box(0, 0, 4, 4)));
    await rig.app().db('areas').update({ kind: 'reserve' });
    await insert('track', line([8, 8], [9, 9]));
    const triangle = encodeURIComponent('POLYGON((3 5, 5 3, 9 9, 3 5))');
    expect(await namesIn(`?within=${triangle}`)).toEqual(['shelf', 'track']);
    expect(await namesIn(`?within=${triangle}&kind=reserve`)).toEqual(['shelf']);
  });

  it('answers every other question about them as well', async () => {
    await insert('shelf', polygon(box(0, 0, 4, 4)));
    await insert('track', line([8, 8], [9, 9]));
    const ask = async (path: string) => {
      const answer = await fetch(`${rig.app().url}/api/geo/areas${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
      return answer;
    };
    const count = await (await ask('/count?bbox=3,3,20,20')).json();
    expect(count).toMatchObject({ data: { count: 2 } });
    const nearby = (await (await ask('/nearby?lon=5&lat=2&radiusMeters=200000')).json()) as {
      features: { properties: { name: string; distanceMeters: number } }[];
    };
    expect(nearby.features.map(({ properties }) => properties.name)).toEqual(['shelf']);
    // A degree of longitude at 2 degrees north is 111.3 km times the cosine of 2 degrees.
    expect(nearby.features[0]?.properties.distanceMeters).toBeCloseTo(111_252, -2);
    await ask('/grid?zoom=2');
    await ask('/clusters?bbox=-20,-20,20,20&zoom=2');
    expect((await (await ask('/tiles/2/2/1.mvt')).arrayBuffer()).byteLength).toBeGreaterThan(0);
    await ask('/tiles.json');
  });

  it('shows rings wound as GeoJSON has them, however they were stored', async () => {
    const counterclockwise = box(0, 0, 1, 1);
    await insert('clockwise', polygon([...counterclockwise].reverse()));
    const [feature] = await rig.areasIn('');
    expect(feature?.geometry).toEqual({ type: 'Polygon', coordinates: [counterclockwise] });
  });

  it('shows lines in the direction in which they were stored', async () => {
    const track = line([5, 5], [15, 25], [25, 5]);
    await insert('track', track);
    const [feature] = await rig.areasIn('');
    expect(feature?.geometry).toEqual(track);
  });
});

it('does no schema statement when it boots again', async () => {
  const versionOf = async () => {
    const { rows } = await rig.app().db.raw<{ rows: { version: string }[] }>(
      `select cast(a.xmin as text) || ' ' || cast(p.xmin as text) as version
         from pg_attribute a, pg_proc p
        where a.attrelid = to_regclass('areas')
          and a.attname = 'geom'
          and p.proname = 'geo_geometry_of_json'`,
    );
    return rows[0]?.version;
  };
  const before = await versionOf();
  await rig.bootAgain();
  expect(before).toMatch(/^\d+ \d+$/);
  expect(await versionOf()).toBe(before);
});
