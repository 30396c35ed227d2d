import type { Knex } from 'knex';

/** A field of a document that holds one file. */
export interface FileField {
  /** The table of the content type. */
  table: string;
  contentType: string;
  field: string;
  documentId: string;
}

/**
 * Makes a file the only one in a field of every version of a document, or empties the field, and
 * touches nothing else: no version of the document counts as changed.
 * @returns whether there is such a document, and whether a version of it is published.
 */
export async function replaceFile(
  trx: Knex.Transaction,
  { table, contentType, field, documentId }: FileField,
  fileId: number | null,
): Promise<{ isThere: boolean; isPublished: boolean }> {
  const versions = await trx<{ id: number; document_id: string; published_at: Date | null }>(table)
    .where('document_id', documentId)
    .orderBy('id')
    .forNoKeyUpdate()
    .select('id', 'published_at');
  const attached = trx('files_related_mph').where({ related_type: contentType, field });
  const ids = versions.map(({ id }) => id);
  await attached.whereIn('related_id', ids).delete();
  if (fileId !== null && ids.length > 0) {
    const rows = ids.map((id) => ({
      file_id: fileId,
      related_id: id,
      related_type: contentType,
      field,
      order: 1,
    }));
    await trx('files_related_mph').insert(rows);
  }
  return {
    isThere: versions.length > 0,
    isPublished: versions.some(({ published_at }) => published_at !== null),
  };
}
