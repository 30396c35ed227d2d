import { VectorTile } from '@mapbox/vector-tile';
import Protobuf from 'pbf';
import { startApp, type TestApp } from '../support/app';
import { createMapReader, type CountedFeatures, type Way } from '../support/map-reader';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  await app.db('occurrences').delete();
});

const { place, send, get } = createMapReader(() => app);

describe('the grid', () => {
  it.each([
    [
      'square',
      'zoom=0&cells=2',
      '1/1/0',
      [
        [0, 0],
        [180, 0],
        [180, 90],
        [0, 90],
        [0, 0],
      ],
    ],
    [
      'geohash',
      'zoom=0',
      's0',
      [
        [0, 0],
        [11.25, 0],
        [11.25, 5.625],
        [0, 5.625],
        [0, 0],
      ],
    ],
  ])('of %s cells gives those that are not empty', async (shape, query, id, ring) => {
    await place(1, 1);
    await place(2, 2);
    const body = await get<CountedFeatures>(`occurrences/grid?shape=${shape}&${query}`);
    expect(body).toEqual({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          id,
          geometry: { type: 'Polygon', coordinates: [ring] },
          properties: { count: 2 },
        },
      ],
      numberReturned: 1,
    });
  });

  it('of hexagons gives each around its positions', async () => {
    const at = [[10.3, 50.2], [-70, -33], [179.999, 0], [-180, 84], [0, 0]]; // prettier-ignore
    for (const [lon, lat] of at) await place(lon ?? 0, lat ?? 0);
    const { features } = await get<CountedFeatures>('occurrences/grid?zoom=3&shape=hex');
    expect(features).toHaveLength(at.length);
    for (const [lon = 0, lat = 0] of at) {
      const rings = features.map(({ geometry }) => geometry.coordinates[0] as [number, number][]);
      const around = rings.filter((ring) => {
        const [lons, lats] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
        return (
          Math.min(...lons) <= lon &&
          lon <= Math.max(...lons) &&
          Math.min(...lats) <= lat &&
          lat <= Math.max(...lats)
        );
      });
      expect([lon, lat, around.length > 0]).toEqual([lon, lat, true]);
    }
  });

  it('refuses more cells than anybody can draw', async () => {
    await app.db.raw(
      `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                                decimal_longitude, decimal_latitude, absence, dropped)
       select md5(cast(n as text)), 'test', 'many', 'many:' || n, 'Mola mola',
              (n % 150) / 10.0, n / 1500.0, false, false
         from generate_series(1, 21000) n`,
    );
    for (const shape of ['square', 'hex', 'geohash']) {
      const answer = await send(`occurrences/grid?zoom=14&shape=${shape}`);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ errors: [{ code: 'too-many-cells' }] });
    }
  });
});

describe('clusters', () => {
  const clusters = (query: string) => get<CountedFeatures>(`occurrences/clusters?${query}`);

  it('say how many there are, where, and which zoom parts them', async () => {
    await place(1, 1);
    await place(1.5, 1);
    await place(100, 50);
    const { features } = await clusters('zoom=0');
    const [north, polar] = [expect.closeTo(40.98), expect.closeTo(66.513)];
    expect(features.map(({ properties }) => properties)).toEqual([
      { count: 1, bounds: [90, north, 135, polar], expansionZoom: null },
      { count: 2, bounds: [0, 0, 45, north], expansionZoom: 5 },
    ]);
    // From the rows instead of the cells that are kept, the same.
    expect((await clusters('zoom=0&scientificName=Mola mola')).features).toEqual(features);
    expect(features[1]?.geometry).toEqual({ type: 'Point', coordinates: [1.25, 1] });
    expect((await clusters('zoom=4')).features).toHaveLength(2);
    expect((await clusters('zoom=5')).features).toHaveLength(3);
  });

  it('are the same wherever the map is moved, also over the antimeridian', async () => {
    for (const lon of [-180, -179, 170, 179, 180, 44, 46]) await place(lon, 10);
    const of = async (box: string) => {
      const { features } = await clusters(`zoom=1&bbox=${box}`);
      return new Map(features.map(({ id, properties }) => [id, Number(properties['count'])]));
    };
    const world = await of('-180,-90,180,90');
    expect([...world.values()].reduce((sum, count) => sum + count, 0)).toBe(7);
    for (const box of ['175,0,-175,20', '160,5,180,10', '44.5,9,45,11', '1,-90,-1,90']) {
      for (const [id, count] of await of(box)) expect([box, count]).toEqual([box, world.get(id)]);
    }
    expect((await of('175,0,-175,20')).size).toBe(2);
  });
});

describe('tiles', () => {
  const tile = async (path: string, way: Way = 'lane') => {
    const answer = await send(`occurrences/tiles/${path}`, way);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const layers = bytes.length > 0 ? new VectorTile(new Protobuf(bytes)).layers : {};
    return { answer, layers };
  };

  it('hold points with their properties in a layer named like the collection', async () => {
    const row = await place(0.1, 0.1, { scientific_name: 'Mola mola', flags: '["ON_LAND"]' });
    for (const way of ['lane', 'stack'] as const) {
      const { answer, layers } = await tile('7/64/63.mvt', way);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile');
      const layer = layers['occurrences'];
      expect([layer?.length, layer?.extent, layer?.version]).toEqual([1, 4096, 2]);
      const feature = layer?.feature(0);
      expect(feature?.id).toBe(row.id);
      expect(feature?.properties).toMatchObject({
        documentId: row.document_id,
        scientificName: 'Mola mola',
        flags: '["ON_LAND"]',
      });
      const [lon, lat] = (feature?.toGeoJSON(64, 63, 7).geometry as { coordinates: number[] })
        .coordinates as [number, number];
      expect(lon).toBeCloseTo(0.1, 2);
      expect(lat).toBeCloseTo(0.1, 2);
    }
  });

  it('are 204 when empty, and 400 outside the map', async () => {
    await place(0.1, 0.1);
    expect((await tile('7/0/0.mvt')).answer.status).toBe(204);
    expect((await tile('3/0/0.mvt')).answer.status).toBe(204);
    for (const path of ['31/0/0', '23/0/0', '1/2/0', '1/0/2', '1/-1/0', '1/a/0', '1.5/0/0']) {
      for (const way of ['lane', 'stack'] as const) {
        const { status } = await send(`occurrences/tiles/${path}.mvt`, way);
        expect([path, status]).toEqual([path, 400]);
      }
    }
    expect((await send('occurrences/tiles/22/4194303/4194303.mvt')).status).toBe(204);
  });

  it('come packed to who takes it', async () => {
    for (let n = 0; n < 60; n += 1) await place(0.1 + n / 100, 0.1);
    const packed = await send('occurrences/tiles/7/64/63.mvt');
    expect(packed.headers.get('content-encoding')).toBe('gzip');
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
    const plain = await fetch(`${app.url}/api/geo/occurrences/tiles/7/64/63.mvt`, {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.arrayBuffer()).toEqual(await packed.arrayBuffer());
  });

  it('show cells with their counts where there are too many points', async () => {
    await app.db.raw(
      `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                                decimal_longitude, decimal_latitude, absence, dropped)
       select md5(cast(n as text)), 'test', 'many', 'many:' || n, 'Mola mola',
              1 + (n % 3), 1, false, false
         from generate_series(1, 2001) n`,
    );
    const world = (await tile('0/0/0.mvt')).layers['occurrences'];
    const counts = Array.from({ length: world?.length ?? 0 }, (_, n) =>
      Number(world?.feature(n).properties['count']),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2001);
    expect(counts.length).toBeLessThanOrEqual(3);
    const bay = (await tile('7/64/63.mvt')).layers['occurrences'];
    expect(bay?.length).toBe(1334);
  });

  it('are described by TileJSON, with the filters in the address', async () => {
    const body = await get<Record<string, never>>('occurrences/tiles.json?provider=obis,gbif');
    expect(body).toMatchObject({
      tilejson: '3.0.0',
      tiles: [
        expect.stringMatching(
          /^http.*\/api\/geo\/occurrences\/tiles\/\{z\}\/\{x\}\/\{y\}\.mvt\?provider=obis%2Cgbif$/,
        ),
      ],
      vector_layers: [{ id: 'occurrences', fields: { scientificName: 'String', count: 'Number' } }],
    });
  });
});
