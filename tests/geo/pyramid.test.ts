import fc from 'fast-check';
import { requireOfApp, startApp, type TestApp } from '../support/app';
import { onEmbedded } from '../support/database';
import { insertOccurrence } from '../support/factories';
import { createPyramidRig } from '../support/pyramid-rig';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(async () => {
  await app.db('taxa').delete();
  await app.db('occurrences').delete();
});

const { kept, fold, expectExact } = createPyramidRig(() => app);

const PROVIDERS = ['gbif', 'obis', 'panel'];
const position: fc.Arbitrary<readonly [number | null, number]> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
    ),
  },
  { weight: 3, arbitrary: fc.constantFrom([-9.5, 38.7], [180, 90], [-180, -90], [179.99999, 0]) },
  { weight: 1, arbitrary: fc.constantFrom([null, 38.7], [200, 0]) },
);
const state = fc.record({
  provider: fc.constantFrom(...PROVIDERS),
  absence: fc.boolean(),
  dropped: fc.constantFrom(false, false, true),
  isHidden: fc.constantFrom(false, false, true),
  position,
  sensitivity: fc.constantFrom(null, null, 'degree_1', 'withheld'),
});
type State = typeof state extends fc.Arbitrary<infer Value> ? Value : never;
const toColumns = ({ position: [lon, lat], isHidden, ...columns }: State) => ({
  ...columns,
  decimal_longitude: lon,
  decimal_latitude: lat,
  hidden_at: isHidden ? new Date('2026-01-01') : null,
});

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      rows: fc.array(state, { minLength: 1, maxLength: 12 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      to: state,
      part: fc.integer({ min: 2, max: 6 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('withdraw' as const),
      part: fc.integer({ min: 2, max: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('return' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('link' as const),
      part: fc.integer({ min: 2, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('part' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('delete' as const),
      part: fc.integer({ min: 2, max: 6 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fold' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('take back' as const),
      rows: fc.array(state, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

let keys = 0;
const toRows = (rows: State[]) =>
  rows.map((row) => ({
    scientific_name: 'Mola mola',
    dataset_key: 'd',
    record_key: `k${(keys += 1)}`,
    document_id: `doc${keys}`,
    ...toColumns(row),
  }));

async function take(one: Step): Promise<void> {
  const { db } = app;
  switch (one.kind) {
    case 'insert':
      return void (await db('occurrences').insert(toRows(one.rows)));
    case 'change':
      return void (await db('occurrences')
        .whereRaw('id % ? = 0', one.part)
        .update(toColumns(one.to)));
    case 'withdraw':
      return void (await db('occurrences')
        .whereRaw('id % ? = 1', one.part)
        .update({ withdrawn_at: new Date() }));
    case 'return':
      return void (await db('occurrences').update({ withdrawn_at: null }));
    case 'link':
      return void (await db('occurrences')
        .whereRaw('id % ? = 1', one.part)
        .update({ duplicate_of: 'another' }));
    case 'part':
      return void (await db('occurrences').update({ duplicate_of: null }));
    case 'delete':
      return void (await db('occurrences').whereRaw('id % ? = 0', one.part).delete());
    case 'fold':
      return void (await fold());
    case 'truncate':
      return void (await db.raw('truncate occurrences cascade'));
    case 'take back':
      return db
        .transaction<undefined>(async (trx) => {
          await trx('occurrences').insert(toRows(one.rows));
          await trx.raw('select geo_fold_cells()');
          throw new Error('taken back');
        })
        .catch(() => undefined);
  }
}

it('is what counting says after any sequence of writes, folded or not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      await app.db('occurrences').delete();
      for (const one of steps) await take(one);
      await expectExact();
    }),
    { numRuns: onEmbedded() ? 15 : 40 },
  );
});

it('counts positions as the public sees them, and follows the level of a taxon', async () => {
  await insertOccurrence(app.db, { aphia_id: 5 });
  await app
    .db('taxa')
    .insert({ document_id: 't', aphia_id: 5, scientific_name: 'A', sensitivity: 'degree_1' });
  await expectExact();
  await app.db('taxa').update({ sensitivity: 'withheld' });
  expect(await kept(0)).toEqual([]);
});

it('appends nothing when a write moves no public row', async () => {
  await insertOccurrence(app.db);
  await fold();
  await app.db('occurrences').update({ last_seen_at: new Date(), sex: 'female' });
  await insertOccurrence(app.db, { absence: true });
  const { rows } = await app.db.raw<{ rows: unknown[] }>('select 1 from geo_cell_deltas');
  expect(rows).toEqual([]);
});

it('keeps no cell that has become empty', async () => {
  await insertOccurrence(app.db);
  await fold();
  await app.db('occurrences').delete();
  await fold();
  const { rows } = await app.db.raw<{ rows: unknown[] }>('select 1 from geo_cells');
  expect(rows).toEqual([]);
});

it('is exact when many write at the same time, and none waits for another', async () => {
  if (onEmbedded()) return;
  const writer = async (number: number) => {
    for (let round = 0; round < 12; round += 1) {
      await app.db.transaction(async (trx) => {
        for (let row = 0; row < 5; row += 1)
          await insertOccurrence(trx, { provider: `p${number % 2}` });
        await trx('occurrences')
          .where({ provider: `p${number % 2}` })
          .whereRaw('id % 7 = ?', number)
          .delete();
        await trx.raw('select geo_fold_cells()');
      });
    }
  };
  await Promise.all([1, 2, 3, 4].map(writer));
  await expectExact();
});

it('is counted anew by the next boot when somebody switched a trigger off', async () => {
  await app.db.raw('alter table occurrences disable trigger geo_pyramid_occurrences_insert');
  await insertOccurrence(app.db);
  expect(await kept(6)).toEqual([]);
  const { bootstrap } = requireOfApp('src/plugins/geo/server/bootstrap') as {
    bootstrap: (given: { strapi: TestApp['strapi'] }) => Promise<void>;
  };
  await bootstrap({ strapi: app.strapi });
  expect(await kept(6)).toHaveLength(1);
  await expectExact();
});

it('refuses to forget its rows by a snapshot that is older than they are', async () => {
  if (onEmbedded()) return;
  const strict = app.db.transaction((trx) => trx.raw('truncate occurrences cascade'), {
    isolationLevel: 'repeatable read',
  });
  await expect(strict).rejects.toThrow('isolation level');
});

it('takes a great many rows at once straight into the cells, and out of them', async () => {
  await app.db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name, absence,
                              dropped, decimal_longitude, decimal_latitude)
     select 'bulk' || n, 'obis', 'd', 'bulk' || n, 'Mola mola', false, n % 5 = 0, (n % 900) / 10.0,
            (n % 700) / 10.0
       from generate_series(1, 20500) n`,
  );
  const { rows } = await app.db.raw<{ rows: unknown[] }>('select 1 from geo_cell_deltas');
  expect(rows).toEqual([]);
  await expectExact();
  await app.db.raw(
    `update occurrences set decimal_longitude = decimal_longitude + 0.3, dropped = false`,
  );
  await expectExact();
  await app.db('occurrences').delete();
  expect(await kept(6)).toEqual([]);
});
