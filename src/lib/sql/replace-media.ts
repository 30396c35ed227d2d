import type { Knex } from 'knex';
import { quoteIdentifier } from './identifier';

/** Where a file hangs: one media attribute of all versions (draft, published) of a document. */
export interface MediaPlace {
  /** The table of the content type, from its own metadata. */
  table: string;
  contentType: string;
  field: string;
  documentId: string;
}

/**
 * Hangs one file there, or none, in place of what hung there before; nothing else of the document is
 * sent or published. Call it in a transaction.
 * @param fileId the numeric id of the file; null takes away what is there.
 * @returns the ids of the versions; none when there is no such document.
 */
export async function replaceMedia(
  trx: Knex.Transaction,
  { table, contentType, field, documentId }: MediaPlace,
  fileId: number | null,
): Promise<number[]> {
  const name = quoteIdentifier(table);
  // A draft that is newer than what is published stays so: the panel calls it modified.
  const { rows } = await trx.raw<{ rows: { id: number }[] }>(
    `with held as (
       select id, updated_at, published_at
         from ${name}
        where document_id = :documentId
          for update
     )
     update ${name} as entry
        set updated_at = date_trunc('milliseconds', now() at time zone 'utc')
            + case when held.published_at is null and held.updated_at >
                        (select max(updated_at) from held where published_at is not null)
                   then interval '1 millisecond' else interval '0' end
       from held
      where entry.id = held.id
     returning entry.id`,
    { documentId },
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return ids;
  await trx('files_related_mph')
    .where({ related_type: contentType, field })
    .whereIn('related_id', ids)
    .delete();
  if (fileId !== null) {
    await trx('files_related_mph').insert(
      ids.map((id) => ({
        file_id: fileId,
        related_id: id,
        related_type: contentType,
        field,
        order: 1,
      })),
    );
  }
  return ids;
}
