import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Knex } from 'knex';
import { withLease } from './lease';

const APPLIED_TABLE = 'shoal_sql_files';
const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

interface SqlFile {
  /** `<plugin>/NNNN_what.sql`, the identity of the file for ever. */
  name: string;
  sql: string;
  checksum: string;
}

/** The numbered files below `folder`, plugin by plugin, in the order of their numbers. */
export async function readSqlFiles(folder: string): Promise<SqlFile[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const plugins = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const files: SqlFile[] = [];
  for (const plugin of plugins.sort()) {
    for (const file of (await readdir(path.join(folder, plugin))).sort()) {
      if (!FILE_NAME.test(file)) {
        throw new Error(`database/sql/${plugin}/${file}: a name is NNNN_what.sql in lower case`);
      }
      const sql = await readFile(path.join(folder, plugin, file), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      files.push({ name: `${plugin}/${file}`, sql, checksum });
    }
  }
  return files;
}

async function readApplied(db: Knex): Promise<Map<string, string>> {
  await db.raw(
    `create table if not exists ${APPLIED_TABLE} (
       name text primary key,
       checksum text not null,
       applied_at timestamptz not null default now()
     )`,
  );
  const rows = await db<{ name: string; checksum: string }>(APPLIED_TABLE).select(
    'name',
    'checksum',
  );
  return new Map(rows.map((row) => [row.name, row.checksum]));
}

/** `knex.raw` takes a lone `?` for a placeholder; a file has none, only operators. */
const withoutPlaceholders = (sql: string) => sql.replaceAll('?', '\\?');

/**
 * Applies the numbered SQL files that this database has not seen, each in a transaction with its
 * checksum, by one process at a time.
 * @returns the names of the files applied now.
 * @throws Error when a file that was applied has changed since, or its SQL fails.
 */
export async function applySqlFiles(db: Knex, folder: string): Promise<string[]> {
  const files = await readSqlFiles(folder);
  return withLease(db, { name: 'sql-files' }, async () => {
    const applied = await readApplied(db);
    const changed = files.filter(
      (file) => (applied.get(file.name) ?? file.checksum) !== file.checksum,
    );
    if (changed.length > 0) {
      const names = changed.map((file) => `database/sql/${file.name}`).join(', ');
      throw new Error(`${names}: changed after being applied. Undo the change and add a new file.`);
    }
    const missing = files.filter((file) => !applied.has(file.name));
    for (const file of missing) await applyFile(db, file);
    return missing.map((file) => file.name);
  });
}

async function applyFile(db: Knex, { name, sql, checksum }: SqlFile): Promise<void> {
  try {
    await db.transaction(async (trx) => {
      await trx.raw(withoutPlaceholders(sql));
      await trx(APPLIED_TABLE).insert({ name, checksum });
    });
  } catch (cause) {
    throw new Error(`database/sql/${name} failed`, { cause });
  }
}
