import type { Knex } from 'knex';
import { quoteIdentifier } from '../../../../lib/sql/identifier';

/** Places of files on entries that are no more. */
export const staleLinks = {
  /** What files hang on. */
  async contentTypes(db: Knex): Promise<string[]> {
    const { rows } = await db.raw<{ rows: { type: string }[] }>(
      `select distinct related_type as type from files_related_mph where related_type is not null`,
    );
    return rows.map(({ type }) => type);
  },

  /** `table` is that of the content type, by our own metadata. */
  async remove(
    db: Knex,
    { contentType, table }: { contentType: string; table: string },
  ): Promise<void> {
    await db.raw(
      `delete from files_related_mph as related
        where related.related_type = :contentType
          and not exists (
            select 1 from ${quoteIdentifier(table)} as entry where entry.id = related.related_id
          )`,
      { contentType },
    );
  },
};

export type StaleLinks = typeof staleLinks;
