import type { Knex } from 'knex';
import { openDatabase } from './database';

/**
 * A database as the first boot left it, kept in a schema beside it: giving every test file its rows
 * anew takes a tenth of what making all tables anew takes. A test that changed a table, a function
 * or a trigger changed the shape, and the next one starts on a database made from nothing.
 */
const OUR_SCHEMAS = "('public', 'jobs')";

const NOT_OF_EXTENSION = (catalog: string, oid: string) => `not exists (
  select 1 from pg_depend d
  where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`;

const TABLES = `
  select format('%I.%I', n.nspname, c.relname) as name, n.nspname || '.' || c.relname as copy
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname in ${OUR_SCHEMAS} and c.relkind = 'r' and ${NOT_OF_EXTENSION('pg_class', 'c.oid')}`;

const SHAPE = `
  select md5(string_agg(line, E'\\n' order by line)) as shape from (
    select concat_ws(' ', c.oid::regclass, c.relkind, a.attnum, a.attname, a.attisdropped,
      format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) as line
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where n.nspname in ${OUR_SCHEMAS} and a.attnum > 0
    union all
    select concat_ws(' ', c.oid::regclass, pg_get_viewdef(c.oid)) from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${OUR_SCHEMAS} and c.relkind in ('v', 'm')
    union all
    select pg_get_indexdef(i.indexrelid) from pg_index i
    join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${OUR_SCHEMAS}
    union all
    select concat_ws(' ', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid))
    from pg_constraint k join pg_namespace n on n.oid = k.connamespace
    where n.nspname in ${OUR_SCHEMAS} and k.contype <> 'n'
    union all
    select concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled) from pg_trigger t
    join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ${OUR_SCHEMAS} and not t.tgisinternal
    union all
    select concat_ws(' ', p.oid::regprocedure, p.prosrc) from pg_proc p
    join pg_namespace n on n.oid = p.pronamespace
    where n.nspname in ${OUR_SCHEMAS} and ${NOT_OF_EXTENSION('pg_proc', 'p.oid')}
  ) lines`;

const SEQUENCES = `
  select format('%I.%I', schemaname, sequencename) as name, last_value
  from pg_sequences where schemaname in ${OUR_SCHEMAS}`;

interface Kept {
  shape: string;
  tables: { name: string; copy: string }[];
  sequences: { name: string; last_value: string | null }[];
}

async function rowsOf<Row>(db: Knex, sql: string): Promise<Row[]> {
  const { rows } = await db.raw<{ rows: Row[] }>(sql);
  return rows;
}

async function shapeOf(db: Knex): Promise<string> {
  const [row] = await rowsOf<{ shape: string }>(db, SHAPE);
  return row?.shape ?? '';
}

/** Keeps the rows of a database that has just been made. */
export async function keepPristine(): Promise<void> {
  const db = openDatabase();
  try {
    await db.raw('drop schema if exists pristine cascade');
    await db.transaction(
      async (trx) => {
        const tables: Kept['tables'] = [];
        const sequences = await rowsOf<Kept['sequences'][number]>(trx, SEQUENCES);
        await trx.raw('create schema pristine');
        for (const table of await rowsOf<Kept['tables'][number]>(trx, TABLES)) {
          const [some] = await rowsOf(trx, `select 1 from ${table.name} limit 1`);
          if (!some) continue;
          await trx.raw(`create table pristine."${table.copy}" as table ${table.name}`);
          tables.push(table);
        }
        const kept: Kept = { shape: await shapeOf(trx), tables, sequences };
        await trx.raw('create table pristine.kept as select ?::jsonb as kept', [
          JSON.stringify(kept),
        ]);
      },
      { isolationLevel: 'repeatable read' },
    );
  } finally {
    await db.destroy();
  }
}

/** Gives the database its kept rows back; false when nothing is kept, or the shape has changed. */
export async function restorePristine(): Promise<boolean> {
  const db = openDatabase();
  try {
    const [exists] = await rowsOf(db, `select 1 where to_regclass('pristine.kept') is not null`);
    if (!exists) return false;
    const [row] = await rowsOf<{ kept: Kept }>(db, 'select kept from pristine.kept');
    if (!row || row.kept.shape !== (await shapeOf(db))) return false;
    const { tables, sequences } = row.kept;
    await db.transaction(async (trx) => {
      // Neither foreign keys nor triggers look at what comes back in any order.
      await trx.raw('set local session_replication_role = replica');
      const all = await rowsOf<{ name: string }>(trx, TABLES);
      await trx.raw(`truncate ${all.map(({ name }) => name).join(', ')}`);
      for (const { name, copy } of tables) {
        const [{ columns } = { columns: '*' }] = await rowsOf<{ columns: string }>(
          trx,
          `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
           where attrelid = '${name}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
        );
        await trx.raw(
          `insert into ${name} (${columns}) overriding system value select ${columns} from pristine."${copy}"`,
        );
      }
      for (const { name, last_value: last } of sequences) {
        await trx.raw(`select setval('${name}', ${last ?? 1}, ${last !== null})`);
      }
    });
    return true;
  } finally {
    await db.destroy();
  }
}
