import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import fc from 'fast-check';
import Protobuf from 'pbf';
import type * as encoder from '../../src/plugins/geo/server/domain/encode-tile';
import type * as tileReads from '../../src/plugins/geo/server/repositories/tiles';
import type { CollectionsService } from '../../src/plugins/geo/server/services/collections';
import { requireOfApp } from '../support/app';
import { box, line, polygon, startAreasRig, type AreasRig } from '../support/areas-rig';
import { onEmbedded } from '../support/database';
import { inRing, type Ring } from './oracle';

process.env.THROTTLE_ENABLED = 'false';
let rig: AreasRig;
beforeAll(async () => {
  rig = await startAreasRig();
});
afterAll(() => rig.stop());
beforeEach(() => rig.app().db('areas').delete());

const UNITS = 4096;
const [POINT, LINE, AREA] = [1, 2, 3];

/** What a map makes of a tile: its features by their names. */
async function featuresOf(address: string): Promise<Record<string, VectorTileFeature>> {
  const answer = await fetch(`${rig.app().url}/api/geo/areas/tiles/${address}.mvt`);
  if (answer.status === 204) return {};
  if (answer.status !== 200) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
  const { layers } = new VectorTile(new Protobuf(Buffer.from(await answer.arrayBuffer())));
  const layer = layers['areas'];
  if (!layer) return {};
  const features = Array.from({ length: layer.length }, (_, index) => layer.feature(index));
  return Object.fromEntries(features.map((one) => [String(one.properties['name']), one]));
}
const namesIn = async (address: string) => Object.keys(await featuresOf(address)).sort();

/** Where a position is on the map, from 0 to 1 to the east and to the south. */
const onMap = ([lon = 0, lat = 0]: readonly number[]): [number, number] => [
  (lon + 180) / 360,
  0.5 - Math.log(Math.tan((Math.PI / 180) * (45 + lat / 2))) / (2 * Math.PI),
];
/** In units of a tile, not rounded. */
const inTile = (position: readonly number[], [z, x, y]: readonly [number, number, number]) => {
  const [east, south] = onMap(position);
  return [(east * 2 ** z - x) * UNITS, (south * 2 ** z - y) * UNITS];
};
/** Twice the area within a ring, positive when it runs as outer rings of a tile do. */
const areaOf = (ring: readonly { x: number; y: number }[]): number =>
  ring.reduce((sum, { x, y }, index) => {
    const next = ring[(index + 1) % ring.length] ?? { x, y };
    return sum + (x * next.y - next.x * y) / 2;
  }, 0);

describe('a tile of areas and lines', () => {
  it('holds their true shapes', async () => {
    await rig.insert('reserve', polygon(box(10, 10, 40, 40), box(20, 20, 30, 30)));
    await rig.insert('track', line([5, 5], [15, 25], [25, 5]));
    await rig.insert('buoy', { type: 'Point', coordinates: [12, 8] });
    const { reserve, track, buoy } = await featuresOf('2/2/1');
    expect([reserve?.type, track?.type, buoy?.type]).toEqual([AREA, LINE, POINT]);
    const round = (positions: number[][]) =>
      positions.map((at) => inTile(at, [2, 2, 1]).map(Math.round));
    expect(track?.loadGeometry()[0]?.map(({ x, y }) => [x, y])).toEqual(
      round([[5, 5], [15, 25], [25, 5]]), // prettier-ignore
    );
    const [outer = [], hole = []] = reserve?.loadGeometry() ?? [];
    const corners = (ring: typeof outer) =>
      [...new Set(ring.map(({ x, y }) => `${x} ${y}`))].sort();
    expect(corners(outer)).toEqual(
      [...new Set(round(box(10, 10, 40, 40)).map((at) => at.join(' ')))].sort(),
    );
    expect(corners(hole)).toEqual(
      [...new Set(round(box(20, 20, 30, 30)).map((at) => at.join(' ')))].sort(),
    );
    // As the specification has it (4.3.4.4): outer rings of positive area, holes of negative.
    expect(areaOf(outer)).toBeGreaterThan(0);
    expect(areaOf(hole)).toBeLessThan(0);
  });

  it('holds what lies over its edge too, a little further than the edge', async () => {
    await rig.insert('wide', polygon(box(-100, -50, 100, 50)));
    for (const address of ['1/0/0', '1/1/0', '1/0/1', '1/1/1']) {
      const { wide } = await featuresOf(address);
      const numbers = wide?.loadGeometry().flatMap((ring) => ring.flatMap(({ x, y }) => [x, y]));
      const [least, most] = [Math.min(...(numbers ?? [])), Math.max(...(numbers ?? []))];
      // Beyond the edges where the area goes on, by the margin and no more.
      expect([address, Math.max(-least, most - UNITS)]).toEqual([address, 64]);
    }
  });

  it('shows what is too small to be seen as a speck, where it is', async () => {
    await rig.insert('islet', polygon(box(10, 10, 10.0001, 10.0001)));
    await rig.insert('jetty', line([-20, -20], [-20.0001, -20]));
    const { islet, jetty } = await featuresOf('0/0/0');
    expect([islet?.type, jetty?.type]).toEqual([AREA, LINE]);
    const [at] = islet?.loadGeometry()[0] ?? [];
    const [x = 0, y = 0] = inTile([10, 10], [0, 0, 0]);
    expect(Math.hypot((at?.x ?? 0) - x, (at?.y ?? 0) - y)).toBeLessThan(2);
    expect(areaOf(islet?.loadGeometry()[0] ?? [])).toBeCloseTo(1, 9);
  });

  it('ends where the map does', async () => {
    await rig.insert('ice', polygon(box(-180, -90, 180, -70)));
    await rig.insert('pole', polygon(box(-10, 86, 10, 90)));
    await rig.insert('camp', { type: 'Point', coordinates: [0, 90] });
    expect(await namesIn('0/0/0')).toEqual(['camp', 'ice']);
    const { ice } = await featuresOf('0/0/0');
    expect(ice?.loadGeometry().length).toBe(1);
    expect(await namesIn('3/0/7')).toEqual(['ice']);
  });

  it('is the same from rows as from the database', async () => {
    await rig.insert('reserve', polygon(box(10, 10, 40, 40), box(20, 20, 30, 30)));
    await rig.insert('track', line([5, 5], [15, 25], [25, 5]));
    await rig.insert('buoy', { type: 'Point', coordinates: [12, 8] });
    await rig.insert('islet', polygon(box(10, 10, 10.0001, 10.0001)));
    await rig.insert('buoys', { type: 'MultiPoint', coordinates: [[1, 1], [2, 2]] }); // prettier-ignore
    await rig.insert('parts', {
      type: 'MultiPolygon',
      coordinates: [[box(50, 50, 60, 60)], [box(70, 10, 80, 20), box(72, 12, 75, 15)]],
    });
    const { db, strapi } = rig.app();
    const layer = strapi.plugin('geo').service<CollectionsService>('collections').find('areas');
    if (!layer) throw new Error('areas are not registered');
    const { createTileRepository } = requireOfApp(
      'src/plugins/geo/server/repositories/tiles',
    ) as typeof tileReads;
    const { encodeTile } = requireOfApp(
      'src/plugins/geo/server/domain/encode-tile',
    ) as typeof encoder;
    const contentOf = (bytes: Uint8Array) => {
      const shown = new VectorTile(new Protobuf(bytes)).layers['areas'];
      return Array.from({ length: shown?.length ?? 0 }, (_, index) => {
        const one = shown?.feature(index);
        return [one?.id, one?.type, one?.properties, one?.loadGeometry()];
      });
    };
    for (const [z, x, y] of [
      [0, 0, 0],
      [1, 1, 0],
      [5, 17, 14],
    ] as const) {
      // prettier-ignore
      const access = { rule: [], exact: false };
      const question = { place: [], filters: {} };
      const request = { layer, question, access, z, x, y, maxFeatures: 100 };
      const tiles = createTileRepository(db);
      const ours = contentOf(encodeTile('areas', (await tiles.findFeatures(request)) ?? []));
      expect(ours.length).toBeGreaterThan(1);
      if (!onEmbedded()) {
        expect(ours).toEqual(contentOf((await tiles.encode(request)) ?? Buffer.alloc(0)));
      }
    }
  });
});

/** Whether a ring and a square of the map have a position in common. */
function meets(ring: Ring, west: number, north: number, side: number): boolean {
  const [east, south] = [west + side, north + side];
  const isInside = ([x, y]: readonly [number, number]) =>
    x >= west && x <= east && y >= north && y <= south;
  if (ring.some(isInside)) return true;
  const corners: [number, number][] = [[west, north], [east, north], [east, south], [west, south]]; // prettier-ignore
  if (corners.some(([lon, lat]) => inRing({ lon, lat }, ring))) return true;
  const turn = (a: readonly number[], b: readonly number[], c: readonly number[]) =>
    Math.sign(
      ((b[0] ?? 0) - (a[0] ?? 0)) * ((c[1] ?? 0) - (a[1] ?? 0)) -
        ((b[1] ?? 0) - (a[1] ?? 0)) * ((c[0] ?? 0) - (a[0] ?? 0)),
    );
  return ring.slice(1).some((to, index) => {
    const from = ring[index] ?? to;
    return corners.some((one, corner) => {
      const other = corners[(corner + 1) % 4] ?? one;
      return (
        turn(from, to, one) !== turn(from, to, other) &&
        turn(one, other, from) !== turn(one, other, to)
      );
    });
  });
}

it('holds at every zoom exactly the areas that touch the tile', async () => {
  const star = fc
    .record({
      lon: fc.double({ min: -140, max: 140, noNaN: true }),
      lat: fc.double({ min: -50, max: 50, noNaN: true }),
      rays: fc.array(fc.double({ min: 0.01, max: 30, noNaN: true }), {
        minLength: 3,
        maxLength: 12,
      }),
    })
    .map(({ lon, lat, rays }): Ring => {
      const ring = rays.map((ray, index): [number, number] => {
        const angle = (2 * Math.PI * index) / rays.length;
        return [lon + ray * Math.cos(angle), lat + ray * Math.sin(angle)];
      });
      return [...ring, ring[0] ?? [0, 0]];
    });
  const stars = fc.sample(star, { numRuns: 12, seed: 7 });
  for (const [index, ring] of stars.entries()) {
    await rig.insert(`star${index}`, { type: 'Polygon', coordinates: [ring] });
  }
  const projected = stars.map((ring) => ring.map(onMap));
  for (let z = 0; z <= 4; z += 1) {
    const side = 1 / 2 ** z;
    for (let x = 0; x < 2 ** z; x += 1) {
      for (let y = 0; y < 2 ** z; y += 1) {
        const expected = projected.flatMap((ring, index) =>
          meets(ring, x * side, y * side, side) ? [`star${index}`] : [],
        );
        expect([z, x, y, await namesIn(`${z}/${x}/${y}`)]).toEqual([z, x, y, expected.sort()]);
      }
    }
  }
});
