import type { Knex } from 'knex';
import { occurrencesOnMaps } from '../../src/access/occurrences';
import type { Bbox } from '../../src/plugins/geo/contract/bbox';
import type { CollectionsService } from '../../src/plugins/geo/server/services/collections';
import { createFeatureRepository } from '../../src/plugins/geo/server/repositories/features';
import { startApp, type TestApp } from '../support/app';

const ROWS = 50_000;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await app.db.raw(
    `insert into occurrences (document_id, provider, dataset_key, record_key, scientific_name,
                              decimal_longitude, decimal_latitude, absence, dropped)
     select md5(cast(n as text)), 'test', 'plans', 'plans:' || n, 'Mola mola',
            (n * 7919 % 36000) / 100.0 - 180, (n * 104729 % 18000) / 100.0 - 90, false, false
       from generate_series(cast(1 as bigint), :rows) n`,
    { rows: ROWS },
  );
  await app.db.raw('analyze occurrences');
});
afterAll(() => app.stop());

interface Plan {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: Plan[];
}

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** A repository whose statements are planned on the real database before they run. */
function createPlanned() {
  const plans: Plan[] = [];
  const raw = async (sql: string, bindings: Knex.ValueDict) => {
    const explained = await app.db.raw<{ rows: [{ 'QUERY PLAN': [{ Plan: Plan }] }] }>(
      `explain (format json) ${sql}`,
      bindings,
    );
    plans.push(explained.rows[0]['QUERY PLAN'][0].Plan);
    return (await app.db.raw(sql, bindings)) as unknown;
  };
  // The repository uses nothing of Knex but `raw`.
  const features = createFeatureRepository({ raw } as unknown as Knex);
  const readsOfTable = () =>
    plans
      .flatMap(nodesOf)
      .filter((node) => node['Relation Name'] === 'occurrences' || node['Index Name']);
  return { features, readsOfTable };
}

const SMALL: Bbox = { west: 10, south: 10, east: 11, north: 11 };
const WIDE: Bbox = { west: -90, south: -45, east: 90, north: 45 };

const request = (afterId = 0, bbox = SMALL) => {
  const layer = app.strapi
    .plugin('geo')
    .service<CollectionsService>('collections')
    .find('occurrences');
  if (!layer) throw new Error('occurrences are not registered');
  const access = { rule: occurrencesOnMaps({ kind: 'anonymous' }), exact: false };
  const question = { place: [{ kind: 'box' as const, bbox }], filters: {} };
  return { layer, question, access, afterId, limit: 100, maxRows: 20_000 };
};

it.each([0, ROWS / 2, ROWS - 5000])(
  'reads a small box by the GiST index after row %d',
  async (afterId) => {
    const { features, readsOfTable } = createPlanned();
    await features.gather(request(afterId));
    expect(readsOfTable().map((node) => node['Index Name'])).toContain('occurrences_geom_idx');
    expect(readsOfTable().map((node) => node['Node Type'])).not.toContain('Seq Scan');
  },
);

it('reads a box over the antimeridian by the GiST index too', async () => {
  const { features, readsOfTable } = createPlanned();
  await features.gather(request(0, { west: 179, south: 0, east: -179, north: 1 }));
  expect(readsOfTable().map((node) => node['Index Name'])).toContain('occurrences_geom_idx');
  expect(readsOfTable().map((node) => node['Node Type'])).not.toContain('Seq Scan');
});

it('walks the primary key for the world and for wide boxes, without a sort of the table', async () => {
  for (const method of ['walkAll', 'walk'] as const) {
    const { features, readsOfTable } = createPlanned();
    const question = { place: [], filters: {} };
    await features[method]({ ...request(), ...(method === 'walkAll' && { question }) });
    expect(readsOfTable().map((node) => node['Index Name'])).toContain('occurrences_pkey');
    expect(readsOfTable().map((node) => node['Node Type'])).not.toContain('Seq Scan');
  }
});

it('gives the same rows by every road', async () => {
  const { features } = createPlanned();
  const wide = request(0, WIDE);
  const [walked, sorted] = [await features.walk(wide), await features.sort(wide)];
  const gathered = await features.gather({ ...wide, maxRows: ROWS });
  expect(sorted.count).toBe(100);
  expect(walked).toEqual(sorted);
  expect(gathered).toEqual(sorted);
});

it('gives up with null beyond its bound', async () => {
  const { features } = createPlanned();
  const wide = request(0, WIDE);
  expect(await features.gather({ ...wide, maxRows: 100 })).toBeNull();
  expect(await features.walk({ ...wide, maxRows: 100 })).toBeNull();
});

it('reads a small box of exact positions by the indexes of both', async () => {
  const { features, readsOfTable } = createPlanned();
  await features.gather({ ...request(), access: { rule: [], exact: true } });
  const indexes = readsOfTable().map((node) => node['Index Name']);
  expect(indexes).toEqual(
    expect.arrayContaining(['occurrences_geom_idx', 'occurrences_geom_exact_idx']),
  );
  expect(readsOfTable().map((node) => node['Node Type'])).not.toContain('Seq Scan');
});

it('finds the rows of a name by its index', async () => {
  const { features, readsOfTable } = createPlanned();
  const question = { place: [], filters: { scientificName: ['Phocoena phocoena'] } };
  await features.gather({ ...request(), question });
  expect(readsOfTable().map((node) => node['Index Name'])).toContain('occurrences_name_idx');
});
