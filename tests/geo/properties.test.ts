import { VectorTile } from '@mapbox/vector-tile';
import fc from 'fast-check';
import Protobuf from 'pbf';
import { startApp, type TestApp } from '../support/app';
import { onEmbedded } from '../support/database';
import { createMapReader, type CountedFeatures } from '../support/map-reader';
import {
  degreesToRing,
  distanceMeters,
  inBox,
  inRing,
  SPHERE_ERROR,
  type Box,
  type Position,
  type Ring,
} from './oracle';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const { send } = createMapReader(() => app);
/** The shared session of the embedded database answers one question at a time. */
const RUNS = { numRuns: onEmbedded() ? 15 : 40 };

const degrees = (limit: number, edges: readonly number[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.double({ min: -limit, max: limit, noNaN: true }) },
    { weight: 3, arbitrary: fc.integer({ min: -limit, max: limit }) },
    { weight: 2, arbitrary: fc.constantFrom(...edges) },
  );
const LON_EDGES = [-180, 180, -179.9999, 179.9999, 0, 90, -90];
const LAT_EDGES = [-90, 90, -89.9999, 89.9999, 85.0511, -85.0512, 0, 66.513];
const position = fc.record({ lon: degrees(180, LON_EDGES), lat: degrees(90, LAT_EDGES) });
const box: fc.Arbitrary<Box> = fc
  .tuple(
    degrees(180, LON_EDGES),
    degrees(180, LON_EDGES),
    degrees(90, LAT_EDGES),
    degrees(90, LAT_EDGES),
  )
  .map(([west, east, a, b]) => ({ west, east, south: Math.min(a, b), north: Math.max(a, b) }));

/** Positions of one sample, which all properties of a run are asked of. */
let stored: (Position & { id: number })[] = [];

async function store(positions: readonly Position[]): Promise<void> {
  await app.db('occurrences').delete();
  const rows = positions.map(({ lon, lat }, index) => ({
    document_id: `p${String(index).padStart(23, '0')}`,
    provider: `provider-${index % 3}`,
    dataset_key: 'sample',
    record_key: `sample:${index}`,
    scientific_name: 'Mola mola',
    decimal_longitude: lon,
    decimal_latitude: lat,
    absence: false,
    dropped: false,
  }));
  const made = await app.db('occurrences').insert(rows).returning<{ id: number }[]>('id');
  stored = positions.map((at, index) => ({ ...at, id: made[index]?.id ?? 0 }));
}

beforeAll(async () => {
  const edges = LON_EDGES.flatMap((lon) => LAT_EDGES.map((lat) => ({ lon, lat })));
  await store([...fc.sample(position, { numRuns: 400, seed: 5 }), ...edges]);
});

async function read<Body>(path: string, body?: object): Promise<Body> {
  const answer = body
    ? await fetch(`${app.url}/api/geo/occurrences/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    : await send(`occurrences${path}`);
  if (answer.status !== 200) throw new Error(`${path}: ${await answer.text()}`);
  return (await answer.json()) as Body;
}
const idsOf = ({ features }: CountedFeatures) => features.map(({ id }) => id).sort();
const countOf = async (query: string) =>
  (await read<{ data: { count: number } }>(`/count?${query}`)).data.count;
const matching = (holds: (at: Position) => boolean) =>
  stored
    .filter(holds)
    .map(({ id }) => id)
    .sort();

it('finds in any box the rows that lie in it', async () => {
  const holds = fc.asyncProperty(box, async (asked) => {
    const query = `bbox=${[asked.west, asked.south, asked.east, asked.north].join(',')}`;
    const expected = matching((at) => inBox(at, asked));
    expect(idsOf(await read<CountedFeatures>(`?${query}&limit=1000`))).toEqual(expected);
    expect(await countOf(query)).toBe(expected.length);
  });
  await fc.assert(holds, RUNS);
});

it('finds in any circle the rows that lie in it, over the poles and the antimeridian', async () => {
  const radius = fc.oneof(
    fc.integer({ min: 1, max: 20_037_508 }),
    fc.integer({ min: 1000, max: 2_000_000 }),
  );
  const holds = fc.asyncProperty(position, radius, async (centre, radiusMeters) => {
    const isNear = (at: Position) => distanceMeters(centre, at) <= radiusMeters;
    const isClear = (at: Position) =>
      Math.abs(distanceMeters(centre, at) - radiusMeters) >
      SPHERE_ERROR * Math.max(radiusMeters, distanceMeters(centre, at)) + 0.001;
    const clear = new Set<number | string>(matching(isClear));
    const query = `near=${centre.lon},${centre.lat}&radiusMeters=${radiusMeters}`;
    const found = idsOf(await read<CountedFeatures>(`?${query}&limit=1000`));
    expect(found.filter((id) => clear.has(id))).toEqual(
      matching((at) => isNear(at) && isClear(at)),
    );
    expect(await countOf(query)).toBe(found.length);
    const nearest = `/nearby?lon=${centre.lon}&lat=${centre.lat}&radiusMeters=${radiusMeters}&limit=1000`;
    expect(idsOf(await read<CountedFeatures>(nearest))).toEqual(found);
  });
  await fc.assert(holds, RUNS);
});

it('gives the nearest rows in the order of their distance', async () => {
  const holds = fc.asyncProperty(position, fc.integer({ min: 1, max: 60 }), async (at, limit) => {
    const { features } = await read<CountedFeatures>(
      `/nearby?lon=${at.lon}&lat=${at.lat}&limit=${limit}`,
    );
    const distances = features.map(({ properties }) => Number(properties['distanceMeters']));
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(features).toHaveLength(limit);
    const byId = new Map<number | string, Position>(stored.map((row) => [row.id, row]));
    const furthest = distances.at(-1) ?? 0;
    for (const [index, { id }] of features.entries()) {
      const row = byId.get(id);
      const onSphere = row ? distanceMeters(at, row) : NaN;
      expect(Math.abs(onSphere - (distances[index] ?? 0))).toBeLessThanOrEqual(
        SPHERE_ERROR * onSphere + 0.01,
      );
    }
    const given = new Set<number | string>(features.map(({ id }) => id));
    for (const row of stored) {
      if (given.has(row.id)) continue;
      expect(distanceMeters(at, row)).toBeGreaterThanOrEqual(furthest * (1 - SPHERE_ERROR) - 0.01);
    }
  });
  await fc.assert(holds, RUNS);
});

/** A star around a middle: never crosses itself, whatever its rays. */
const star = fc
  .record({
    lon: fc.double({ min: -150, max: 150, noNaN: true }),
    lat: fc.double({ min: -60, max: 60, noNaN: true }),
    rays: fc.array(fc.double({ min: 0.5, max: 29, noNaN: true }), { minLength: 3, maxLength: 24 }),
    isClockwise: fc.boolean(),
  })
  .map(({ lon, lat, rays, isClockwise }): Ring => {
    const ring = rays.map((ray, index): [number, number] => {
      const angle = (2 * Math.PI * index) / rays.length;
      return [lon + ray * Math.cos(angle), lat + ray * Math.sin(angle)];
    });
    const closed = [...ring, ring[0] ?? [0, 0]];
    return isClockwise ? closed.reverse() : closed;
  });

it('finds in any polygon, as WKT or GeoJSON, the rows that lie in it', async () => {
  const holds = fc.asyncProperty(star, fc.boolean(), async (ring, isText) => {
    const isClear = (at: Position) => degreesToRing(at, ring) > 1e-9;
    const wkt = `POLYGON((${ring.map(([lon, lat]) => `${lon} ${lat}`).join(', ')}))`;
    const within = isText ? wkt : { type: 'Polygon', coordinates: [ring] };
    const found = idsOf(await read<CountedFeatures>('search', { within, limit: 1000 }));
    const clear = new Set<number | string>(matching(isClear));
    expect(found.filter((id) => clear.has(id))).toEqual(
      matching((at) => inRing(at, ring) && isClear(at)),
    );
    expect(await countOf(`within=${encodeURIComponent(wkt)}`)).toBe(found.length);
  });
  await fc.assert(holds, RUNS);
});

it('counts every row once in the cells of any grid and the clusters of any zoom', async () => {
  const shape = fc.constantFrom('square', 'hex', 'geohash');
  const holds = fc.asyncProperty(
    fc.integer({ min: 0, max: 22 }),
    shape,
    box,
    async (zoom, kind, asked) => {
      const sumOf = async (path: string) =>
        (await read<CountedFeatures>(path)).features.reduce(
          (sum, { properties }) => sum + Number(properties['count']),
          0,
        );
      const bbox = `bbox=${[asked.west, asked.south, asked.east, asked.north].join(',')}`;
      const expected = matching((at) => inBox(at, asked)).length;
      expect(await sumOf(`/grid?zoom=${zoom}&shape=${kind}&${bbox}`)).toBe(expected);
      expect(await sumOf(`/clusters?zoom=${zoom}`)).toBe(stored.length);
    },
  );
  await fc.assert(holds, RUNS);
});

it('shows every row in one tile of a zoom, as itself or in the count of a cell', async () => {
  const tileSum = async (address: string): Promise<number> => {
    const answer = await send(`occurrences/tiles/${address}.mvt`);
    if (answer.status === 204) return 0;
    const { layers } = new VectorTile(new Protobuf(Buffer.from(await answer.arrayBuffer())));
    const layer = layers['occurrences'];
    return Array.from({ length: layer?.length ?? 0 }, (_, index) =>
      Number(layer?.feature(index).properties['count'] ?? 1),
    ).reduce((sum, count) => sum + count, 0);
  };
  const partsOfMap = stored.map(({ lon, lat }) => {
    const clamped = Math.max(-89, Math.min(lat, 89));
    const mercator = Math.log(Math.tan((Math.PI / 180) * (45 + clamped / 2))) / (2 * Math.PI);
    return [(lon + 180) / 360, 0.5 - mercator] as const;
  });
  for (let z = 0; z <= 6; z += 1) {
    // The tiles around each row, whichever of them holds what lies at their border; others are empty.
    const last = 2 ** z - 1;
    const column = (part: number) => Math.max(0, Math.min(last, Math.floor(part * 2 ** z)));
    const around = (part: number) => [column(part - 1e-9), column(part + 1e-9)];
    const occupied = new Set(
      partsOfMap.flatMap(([east, south]) =>
        around(east).flatMap((x) => around(south).map((y) => `${x}/${y}`)),
      ),
    );
    const waiting = [...occupied];
    let sum = 0;
    while (waiting.length > 0) {
      const sums = await Promise.all(waiting.splice(0, 8).map((tile) => tileSum(`${z}/${tile}`)));
      sum += sums.reduce((one, other) => one + other, 0);
    }
    expect([z, sum]).toEqual([z, stored.length]);
  }
});
