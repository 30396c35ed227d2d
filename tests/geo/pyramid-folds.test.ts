import type { FoldKeeper } from '../../src/plugins/geo/server/services/fold-keeper';
import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { createPyramidRig } from '../support/pyramid-rig';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => app.db('occurrences').delete());

const { fold, expectExact } = createPyramidRig(() => app);

const addMany = (from: number, to: number) =>
  app.db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name, absence,
                              dropped, decimal_longitude, decimal_latitude)
     select 'many' || n, 'obis', 'd', 'many' || n, 'Mola mola', false, false, random() * 360 - 180,
            random() * 180 - 90
       from generate_series(?::integer, ?) n`,
    [from, to],
  );

async function waiting(): Promise<number> {
  const { rows } = await app.db.raw<{ rows: [{ count: number }] }>(
    'select cast(count(*) as integer) as count from geo_cell_deltas',
  );
  return rows[0].count;
}

it('is folded beside its writers while it grows', async () => {
  await addMany(1, 9000);
  await until('the cells have it', async () => (await waiting()) < 2048);
  await expectExact();
});

it('is folded by its writers where nobody else does', async () => {
  const keeper = app.strapi.plugin('geo').service<FoldKeeper>('foldKeeper');
  await keeper.stop();
  try {
    await fold();
    await addMany(1, 9000);
    expect(await waiting()).toBeGreaterThan(8000);
    await addMany(9001, 18_000);
    await addMany(18_001, 27_000);
    expect(await waiting()).toBeLessThan(16_384);
    await expectExact();
  } finally {
    keeper.start();
  }
});
