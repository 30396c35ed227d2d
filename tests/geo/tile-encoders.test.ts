import { VectorTile } from '@mapbox/vector-tile';
import Protobuf from 'pbf';
import type * as encoder from '../../src/plugins/geo/server/domain/encode-tile';
import type * as tileRows from '../../src/plugins/geo/server/repositories/tiles';
import type { CollectionsService } from '../../src/plugins/geo/server/services/collections';
import { requireOfApp, startApp, type TestApp } from '../support/app';
import { onEmbedded } from '../support/database';
import { insertEvent } from '../support/events';
import { createMapReader } from '../support/map-reader';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const { place } = createMapReader(() => app);
const PLUGIN = 'src/plugins/geo/server';
const tilesOf = () =>
  (requireOfApp(`${PLUGIN}/repositories/tiles`) as typeof tileRows).createTileRepository(app.db);

/** Everything that a reader of tiles sees. */
function contentOf(bytes: Uint8Array) {
  const { layers } = new VectorTile(new Protobuf(bytes));
  return Object.entries(layers).map(([name, layer]) => ({
    name,
    extent: layer.extent,
    version: layer.version,
    features: Array.from({ length: layer.length }, (_, index) => {
      const one = layer.feature(index);
      return { id: one.id, type: one.type, properties: one.properties, at: one.loadGeometry() };
    }),
  }));
}

async function bothEncodings(name: string) {
  const layer = app.strapi.plugin('geo').service<CollectionsService>('collections').find(name);
  if (!layer) throw new Error(`${name} is not registered`);
  const request = {
    layer,
    question: { place: [], filters: {} },
    access: { rule: layer.rowsFor({ kind: 'anonymous' }), exact: false },
    ...{ z: 1, x: 1, y: 0, maxFeatures: 100 },
  };
  const features = await tilesOf().findFeatures(request);
  const { encodeTile } = requireOfApp(`${PLUGIN}/domain/encode-tile`) as typeof encoder;
  const database = onEmbedded() ? null : await tilesOf().encode(request);
  return {
    ours: contentOf(encodeTile(name, features ?? [])),
    theirs: database && contentOf(database),
  };
}

it('knows whether the database encodes tiles', async () => {
  expect(await tilesOf().canEncode()).toBe(!onEmbedded());
});

it('gives the same tile from rows as from the database', async () => {
  await place(0, 0.0001, { scientific_name: 'Ümläut "quoted"', flags: '["A","B"]' });
  await place(180, 90, { minimum_depth_in_meters: 1.5, maximum_depth_in_meters: -3 });
  await place(179.99999, 85.06, { aphia_id: 2_147_483_647, flags: null });
  await place(90.123456789, 45.5, {
    minimum_depth_in_meters: 3,
    coordinate_uncertainty_in_meters: 0,
  });
  await insertEvent(app, { decimal_longitude: 9, decimal_latitude: 38, capacity: 12 });
  for (const name of ['occurrences', 'events']) {
    const { ours, theirs } = await bothEncodings(name);
    expect(ours[0]?.features).toHaveLength(name === 'events' ? 1 : 4);
    if (theirs) expect(ours).toEqual(theirs);
  }
});
