import { startApp, type TestApp } from '../support/app';
import { createImportStage, forgetImports, outcomesOf, rowVersions } from '../support/import-rig';
import { readObisFixture } from '../support/replay-server/obis/fixtures';
import type { ObisFields } from '../support/replay-server/obis/pool';

let app: TestApp;
const stage = createImportStage();
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => forgetImports(app.db));
afterEach(() => stage.close());

const { occurrences, datasets } = readObisFixture('oddities').fixture;
const [cod] = occurrences as ObisFields[];
const importCod = (fields: ObisFields = {}) =>
  stage.importAll(
    app,
    [{ ...cod, decimalLatitude: 60.123456, decimalLongitude: 4.234567, ...fields }],
    datasets,
  );
const places = () =>
  app
    .db('occurrences')
    .select('decimal_latitude', 'decimal_longitude', 'exact_latitude', 'exact_longitude');
const markCod = () =>
  app.db('taxa').where({ aphia_id: 126436 }).update({ sensitivity: 'degree_0_1' });

it('generalises records of a sensitive taxon when they come, and writes nothing the second time', async () => {
  await app.db('taxa').insert({
    document_id: 'cod',
    aphia_id: 126436,
    scientific_name: 'Gadus morhua',
    sensitivity: 'degree_0_1',
  });
  expect(outcomesOf(await importCod())).toMatchObject({ inserted: 1 });
  expect(await places()).toEqual([
    {
      decimal_latitude: 60.1,
      decimal_longitude: 4.2,
      exact_latitude: 60.123456,
      exact_longitude: 4.234567,
    },
  ]);
  const before = await rowVersions(app.db);
  expect(outcomesOf(await importCod())).toMatchObject({ unchanged: 1, updated: 0 });
  expect(await rowVersions(app.db)).toEqual(before);
});

it('takes a correction of the provider as exact in every value, whatever is stored publicly', async () => {
  await importCod();
  await markCod();
  expect(outcomesOf(await importCod())).toMatchObject({ unchanged: 1, updated: 0 });
  expect(outcomesOf(await importCod({ decimalLatitude: 60.1 }))).toMatchObject({ updated: 1 });
  expect(await places()).toMatchObject([
    { decimal_latitude: 60.1, exact_latitude: 60.1, exact_longitude: 4.234567 },
  ]);
});

it('brings a withdrawn record back with its exact values', async () => {
  await importCod();
  await markCod();
  await app.db('occurrences').update({ withdrawn_at: new Date('2026-01-01') });
  expect(outcomesOf(await importCod())).toMatchObject({ updated: 1 });
  expect(await places()).toMatchObject([
    { decimal_latitude: 60.1, exact_latitude: 60.123456, exact_longitude: 4.234567 },
  ]);
});

it('protects records that came before anybody knew their family', async () => {
  await app.db('taxa').insert({
    document_id: 'family',
    aphia_id: 125469,
    scientific_name: 'Gadidae',
    taxon_rank: 'Family',
    sensitivity: 'withheld',
  });
  await importCod({ family: 'Gadidae', familyid: 125469 });
  expect(await places()).toMatchObject([{ decimal_latitude: null, exact_latitude: 60.123456 }]);
});
