import type { Knex } from 'knex';
import type { FoldKeeper } from '../../src/plugins/geo/server/services/fold-keeper';
import { startApp, type TestApp } from '../support/app';
import { onEmbedded } from '../support/database';
import { insertOccurrence } from '../support/factories';
import { until } from '../support/launcher-process';
import { createPyramidRig } from '../support/pyramid-rig';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  await app.db('occurrences').delete();
  await app.db('taxa').delete();
});

const { fold, expectExact } = createPyramidRig(() => app);

const addMany = (
  from: number,
  to: number,
  { aphiaId = null, db = app.db }: { aphiaId?: number | null; db?: Knex } = {},
) =>
  db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name, absence,
                              dropped, aphia_id, decimal_longitude, decimal_latitude)
     select 'many' || n, 'obis', 'd', 'many' || n, 'Mola mola', false, false, ?::integer,
            random() * 360 - 180, random() * 180 - 90
       from generate_series(?::integer, ?) n`,
    [aphiaId, from, to],
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

it('is folded when its writers are slow to commit', async () => {
  if (onEmbedded()) return;
  await app.db.transaction(async (trx) => {
    await addMany(1, 9000, { db: trx });
    // More than one look, none of which sees it.
    await trx.raw('select pg_sleep(2.5)');
  });
  await until('the cells have it', async () => (await waiting()) < 2048, 15_000);
  await expectExact();
});

it('shows no exact position of what one great statement made sensitive before it was folded', async () => {
  const keeper = app.strapi.plugin('geo').service<FoldKeeper>('foldKeeper');
  await keeper.stop();
  try {
    await addMany(1, 20_001, { aphiaId: 5 });
    await fold();
    await insertOccurrence(app.db, {
      aphia_id: 5,
      decimal_longitude: -9.51234,
      decimal_latitude: 38.71234,
    });
    expect(await waiting()).toBe(1);
    await app.db('taxa').insert({
      document_id: 't',
      aphia_id: 5,
      scientific_name: 'Mola mola',
      sensitivity: 'degree_0_01',
    });
    // Written to the cells straight away.
    expect(await waiting()).toBe(0);
    await expectExact();
  } finally {
    keeper.start();
  }
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
