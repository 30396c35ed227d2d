import type { Knex } from 'knex';

/** Which PostgreSQL this is, and whether PostGIS is in it. */
export interface DatabaseOffer {
  database: string;
  role: string;
  postgresVersion: number;
  postgisVersion: string | null;
}

/** What the database offers to this plugin. */
export const createPostgisRepository = (db: Knex) => ({
  /** `postgresVersion` as in `server_version_num`: 150018 is 15.18. */
  async inspect(): Promise<DatabaseOffer> {
    const { rows } = await db.raw<{ rows: [DatabaseOffer] }>(
      `select current_database() as "database",
              current_user as "role",
              cast(current_setting('server_version_num') as integer) as "postgresVersion",
              (select extversion from pg_extension where extname = 'postgis') as "postgisVersion"`,
    );
    return rows[0];
  },

  /** @throws when the role may not, or PostGIS is not installed on the server. */
  async createExtension(): Promise<void> {
    await db.raw('create extension if not exists postgis');
  },
});

export type PostgisRepository = ReturnType<typeof createPostgisRepository>;
