import type { Knex } from 'knex';

/** A question that schedules ask, as an editor wrote it. */
export interface ImportProfile {
  name: string;
  source: string;
  parameters: Record<string, unknown>;
}

interface ProfileRow {
  name: string;
  source: string;
  parameters: string | null;
}

/** The table of the content type `import-profile`. */
export const profileRepository = {
  /** The profiles that are switched on: by source in the given order, then by their own order. */
  async findEnabled(db: Knex, sources: readonly string[]): Promise<ImportProfile[]> {
    const { rows } = await db.raw<{ rows: ProfileRow[] }>(
      `select name, source, cast(parameters as text) as parameters
         from importer_profiles
        where is_enabled and source = any(:sources)
        order by array_position(cast(:sources as text[]), cast(source as text)), position, id`,
      { sources: [...sources] },
    );
    return rows.map(({ name, source, parameters }) => ({
      name,
      source,
      parameters: (JSON.parse(parameters ?? '{}') ?? {}) as Record<string, unknown>,
    }));
  },
};

export type ProfileRepository = typeof profileRepository;
