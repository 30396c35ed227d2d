import knex, { type Knex } from 'knex';

/** A connection of the test's own to the database of this run; end it with `destroy()`. */
export function openDatabase(): Knex {
  return knex({
    client: 'pg',
    connection: process.env.DATABASE_URL,
    pool: { min: 0, max: 1 },
  });
}

/** Drops everything and leaves an empty schema with PostGIS, as a new installation finds it. */
export async function emptyDatabase(): Promise<void> {
  const db = openDatabase();
  try {
    await db.raw('drop schema if exists pristine, jobs cascade');
    await db.raw('drop schema public cascade');
    await db.raw('create schema public');
    await db.raw('create extension if not exists postgis');
  } finally {
    await db.destroy();
  }
}

/** Whether this run is on the embedded database, where one session serves everybody. */
export const onEmbedded = () => process.env.EMBEDDED_DATABASE === 'true';
