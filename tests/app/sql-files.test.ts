import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Knex } from 'knex';
import { applySqlFiles } from '../../src/lib/sql/apply-files';
import { emptyDatabase, openDatabase } from '../support/database';

let db: Knex;
let folder: string;

const write = (name: string, sql: string) => writeFile(path.join(folder, 'demo', name), sql);

beforeAll(async () => {
  await emptyDatabase();
  db = openDatabase();
});
afterAll(() => db.destroy());
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'sql-files-'));
  await mkdir(path.join(folder, 'demo'));
  await db.raw('drop table if exists shoal_sql_files, shoal_leases, reef, reef_two');
});
afterEach(() => rm(folder, { recursive: true }));

it('applies each file once, in order, and records its checksum', async () => {
  await write('0002_fill.sql', `insert into reef (doc) values ('{"name": "?"}'::jsonb);`);
  await write(
    '0001_table.sql',
    'create table reef (doc jsonb); create index on reef using gin (doc);',
  );
  expect(await applySqlFiles(db, folder)).toEqual(['demo/0001_table.sql', 'demo/0002_fill.sql']);
  expect(await applySqlFiles(db, folder)).toEqual([]);
  expect(await db('reef').count()).toEqual([{ count: '1' }]);
  expect((await db('shoal_sql_files').select('checksum'))[0]).toEqual({
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

it('takes question marks in SQL for what they are', async () => {
  await write(
    '0001_operator.sql',
    `create table reef as select '{"a": 1}'::jsonb ? 'a' as has_key;`,
  );
  await applySqlFiles(db, folder);
  expect(await db('reef').select('has_key')).toEqual([{ has_key: true }]);
});

it('refuses a file that changed after it was applied, and applies nothing else', async () => {
  await write('0001_table.sql', 'create table reef (id int);');
  await applySqlFiles(db, folder);
  await write('0001_table.sql', 'create table reef (id bigint);');
  await write('0002_more.sql', 'create table reef_two (id int);');
  await expect(applySqlFiles(db, folder)).rejects.toThrow(
    'database/sql/demo/0001_table.sql: changed after being applied',
  );
  expect(await db.schema.hasTable('reef_two')).toBe(false);
});

it('leaves nothing of a file that fails half way, and applies it when it is mended', async () => {
  await write('0001_table.sql', 'create table reef (id int); select nothing_like_this();');
  await expect(applySqlFiles(db, folder)).rejects.toThrow(
    'database/sql/demo/0001_table.sql failed',
  );
  expect(await db.schema.hasTable('reef')).toBe(false);
  await write('0001_table.sql', 'create table reef (id int);');
  expect(await applySqlFiles(db, folder)).toEqual(['demo/0001_table.sql']);
});

it('refuses a file whose name says no order', async () => {
  await write('table.sql', 'create table reef (id int);');
  await expect(applySqlFiles(db, folder)).rejects.toThrow('NNNN_what.sql');
});

it('lets two processes that start at once apply each file once', async () => {
  await write('0001_table.sql', 'create table reef (id int); insert into reef values (1);');
  const other = openDatabase();
  try {
    const applied = await Promise.all([applySqlFiles(db, folder), applySqlFiles(other, folder)]);
    expect(applied.flat()).toEqual(['demo/0001_table.sql']);
    expect(await db('reef').count()).toEqual([{ count: '1' }]);
  } finally {
    await other.destroy();
  }
});
