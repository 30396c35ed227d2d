import type { Knex } from 'knex';
import type { ImportProfile } from '../../contract/profiles';

interface ProfileRow {
  name: string;
  source: string;
  parameters: string | null;
  is_enabled: boolean;
}

const toProfile = ({ name, source, parameters, is_enabled }: ProfileRow): ImportProfile => ({
  name,
  source,
  parameters: (JSON.parse(parameters ?? '{}') ?? {}) as Record<string, unknown>,
  isEnabled: is_enabled,
});

/** The table of the content type `import-profile`. */
export const profileRepository = {
  /** All profiles: by source in the given order, then by their own order. */
  async findAll(db: Knex, sources: readonly string[]): Promise<ImportProfile[]> {
    const { rows } = await db.raw<{ rows: ProfileRow[] }>(
      `select name, source, cast(parameters as text) as parameters, is_enabled
         from importer_profiles
        where source = any(:sources)
        order by array_position(cast(:sources as text[]), cast(source as text)), position, id`,
      { sources: [...sources] },
    );
    return rows.map(toProfile);
  },

  /** One by its name, else by its document id. */
  async find(db: Knex, name: string): Promise<ImportProfile | null> {
    const { rows } = await db.raw<{ rows: ProfileRow[] }>(
      `select name, source, cast(parameters as text) as parameters, is_enabled
         from importer_profiles
        where name = :name or document_id = :name
        order by name = :name desc limit 1`,
      { name },
    );
    return rows[0] ? toProfile(rows[0]) : null;
  },
};

export type ProfileRepository = typeof profileRepository;
