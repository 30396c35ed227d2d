import knex, { type Knex } from 'knex';

/** A connection of the test's own to the database of this run; end it with `destroy()`. */
export function openDatabase(): Knex {
  return knex({
    client: 'pg',
    connection: process.env.DATABASE_URL,
    pool: { min: 0, max: 1 },
  });
}

/** Whether this run is on the embedded database, where one session serves everybody. */
export const onEmbedded = () => process.env.EMBEDDED_DATABASE === 'true';

const NOT_OF_EXTENSION = `not exists (
  select 1 from pg_depend d where d.objid = o.oid and d.deptype = 'e')`;

/** Statements that drop all there is in `public`, but for PostGIS. */
const DROPS = `
  select format('drop %s if exists %s cascade',
                case o.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end,
                cast(o.oid as regclass)) as drop
    from pg_class o
   where o.relnamespace = 'public'::regnamespace and o.relkind in ('r', 'p', 'v', 'm')
     and ${NOT_OF_EXTENSION}
  union all
  select format('drop routine if exists %s cascade', cast(o.oid as regprocedure))
    from pg_proc o
   where o.pronamespace = 'public'::regnamespace and ${NOT_OF_EXTENSION}
  union all
  select format('drop sequence if exists %s cascade', cast(o.oid as regclass))
    from pg_class o
   where o.relnamespace = 'public'::regnamespace and o.relkind = 'S' and ${NOT_OF_EXTENSION}
  union all
  select format('drop type if exists %s cascade', cast(o.oid as regtype))
    from pg_type o
   where o.typnamespace = 'public'::regnamespace and o.typtype in ('e', 'd') and ${NOT_OF_EXTENSION}`;

/**
 * Ends what others still do in this database: a process that a test has killed may have left a statement
 * behind, and giving the tables back would meet its locks.
 */
export async function endOthers(): Promise<void> {
  if (onEmbedded()) return;
  const db = openDatabase();
  try {
    await db.raw(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
          and backend_type = 'client backend'`,
    );
  } finally {
    await db.destroy();
  }
}

/**
 * Drops everything and leaves an empty schema with PostGIS, as a new installation finds it. PostGIS
 * itself stays where it is: a session remembers its types by number, and the embedded database has
 * one session for all tests.
 */
export async function emptyDatabase(): Promise<void> {
  const db = openDatabase();
  try {
    await db.raw('drop schema if exists pristine, jobs cascade');
    await db.raw('create schema if not exists public');
    await db.raw('create extension if not exists postgis');
    const { rows } = await db.raw<{ rows: { drop: string }[] }>(DROPS);
    if (rows.length > 0) await db.raw(rows.map(({ drop }) => drop).join('; '));
  } finally {
    await db.destroy();
  }
}
