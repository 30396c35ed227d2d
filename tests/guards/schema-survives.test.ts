import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Knex } from 'knex';
import { startApp, type TestApp } from '../support/app';
import { emptyDatabase, openDatabase } from '../support/database';
import { createTemporaryApp, type TemporaryApp } from '../support/temporary-app';

const OCCURRENCE_SCHEMA = 'src/api/occurrence/content-types/occurrence/schema.json';

let temporary: TemporaryApp;
let db: Knex;

beforeAll(async () => {
  await emptyDatabase();
  temporary = createTemporaryApp();
  db = openDatabase();
});
afterAll(async () => {
  await db.destroy();
  temporary.remove();
});

/** Every column and index of ours and Strapi's, as the database describes them. */
async function describeSchema(): Promise<string[]> {
  const columns = await db.raw<{ rows: { line: string }[] }>(
    `select concat_ws(' ', table_name, column_name, data_type, generation_expression) as line
       from information_schema.columns
      where table_schema = 'public'
      order by 1`,
  );
  const indexes = await db.raw<{ rows: { line: string }[] }>(
    `select indexdef as line from pg_indexes where schemaname = 'public' order by 1`,
  );
  return [...columns.rows, ...indexes.rows].map(({ line }) => line).sort();
}

async function boot<Result>(work: (app: TestApp) => Promise<Result>): Promise<Result> {
  const app = await startApp({ keepDatabase: true, appDir: temporary.appDir });
  try {
    return await work(app);
  } finally {
    await app.stop();
  }
}

const insertOccurrence = (app: TestApp, recordKey: string) =>
  app.db('occurrences').insert({
    document_id: recordKey.padEnd(24, '0'),
    provider: 'test',
    dataset_key: 'guard',
    record_key: recordKey,
    scientific_name: 'Mola mola',
    decimal_longitude: -9.5,
    decimal_latitude: 38.7,
    absence: false,
    dropped: false,
  });

const readPosition = async (recordKey: string) => {
  const { rows } = await db.raw<{ rows: { wkt: string }[] }>(
    'select st_asewkt(geom) as wkt from occurrences where record_key = :recordKey',
    { recordKey },
  );
  return rows[0]?.wkt;
};

let firstSchema: string[];

it('makes our columns, indexes and tables at the first boot', async () => {
  await boot((app) => insertOccurrence(app, 'first'));
  firstSchema = await describeSchema();
  expect(await readPosition('first')).toBe('SRID=4326;POINT(-9.5 38.7)');
  expect(firstSchema.join('\n')).toMatch(/occurrences USING gist \(geom\)/);
  expect(firstSchema.join('\n')).toMatch(/UNIQUE INDEX .* ON public.occurrences .*record_key/);
});

it('changes nothing at the second boot', async () => {
  await boot(() => Promise.resolve());
  expect(await describeSchema()).toEqual(firstSchema);
});

it('keeps all that is ours when a content type gets a new attribute', async () => {
  const schema = JSON.parse(
    readFileSync(path.join(temporary.appDir, 'dist', OCCURRENCE_SCHEMA), 'utf8'),
  ) as { attributes: Record<string, unknown> };
  schema.attributes.habitat = { type: 'text' };
  temporary.write(OCCURRENCE_SCHEMA, JSON.stringify(schema));
  await boot((app) => insertOccurrence(app, 'second'));
  expect(await describeSchema()).toEqual([...firstSchema, 'occurrences habitat text'].sort());
  expect(await readPosition('first')).toBe('SRID=4326;POINT(-9.5 38.7)');
  expect(await readPosition('second')).toBe('SRID=4326;POINT(-9.5 38.7)');
});

it('boots with a content type made in the builder, and denies it to every role', async () => {
  temporary.write(
    'src/api/station/content-types/station/schema.json',
    JSON.stringify({
      kind: 'collectionType',
      collectionName: 'stations',
      info: { singularName: 'station', pluralName: 'stations', displayName: 'Station' },
      options: { draftAndPublish: false },
      attributes: { name: { type: 'string' } },
    }),
  );
  for (const [room, factory] of [
    ['routes', 'createCoreRouter'],
    ['controllers', 'createCoreController'],
    ['services', 'createCoreService'],
  ] as const) {
    temporary.write(
      `src/api/station/${room}/station.js`,
      `module.exports = require('@strapi/strapi').factories.${factory}('api::station.station');`,
    );
  }
  await boot(async (app) => {
    expect((await fetch(`${app.url}/api/stations`)).status).toBe(401);
    const granted = await app
      .db('up_permissions')
      .where('action', 'like', 'api::station.%')
      .select('action');
    expect(granted).toEqual([]);
  });
  expect(await readPosition('first')).toBe('SRID=4326;POINT(-9.5 38.7)');
});
