import type { ReadDatabase } from '../../../../lib/sql/read-database';

interface VersionRow {
  collection: string;
  version: string;
}

/** The versions of collections, kept by triggers (database/sql/geo/0002_versions.sql). */
export const createVersionRepository = (db: ReadDatabase) => ({
  /** Of all collections that were ever written to, in one statement: base and deltas belong together. */
  async readAll(): Promise<Map<string, string>> {
    const { rows } = await db.raw<{ rows: VersionRow[] }>(
      `select collection, cast(sum(version) as text) as version
         from (select collection, version from geo_versions
               union all
               select collection, count(*) from geo_version_deltas group by collection) known
        group by collection`,
    );
    return new Map(rows.map(({ collection, version }) => [collection, version]));
  },
});

export type VersionRepository = ReturnType<typeof createVersionRepository>;
