import type { Knex } from 'knex';

/** Strapi keeps moments without a zone, in UTC. */
const UTC_NOW = `now() at time zone 'utc'`;

/** A file as Strapi's table has it, and its exact size where it came by the API. */
export interface FileRow {
  id: number;
  documentId: string;
  name: string;
  alternativeText: string | null;
  width: number | null;
  height: number | null;
  hash: string;
  ext: string | null;
  mime: string;
  bytes: number;
  url: string;
  provider: string;
}

export interface NewFileRow extends Omit<FileRow, 'id'> {
  folder: { id: number; path: string };
}

/** Strapi counts in thousands of bytes, with two decimals. */
const BYTES = `cast(coalesce(upload.bytes, file.size * 1000) as double precision)`;

const COLUMNS = `file.id, file.document_id as "documentId", file.name,
  file.alternative_text as "alternativeText", file.width, file.height, file.hash, file.ext,
  file.mime, ${BYTES} as bytes, file.url, file.provider`;

/** Rows of Strapi's table of files. */
export const fileRows = {
  /** Such as the media library shows it, in the folder. */
  async insert(trx: Knex.Transaction, { folder, bytes, ...file }: NewFileRow): Promise<number> {
    const { rows } = await trx.raw<{ rows: { id: number }[] }>(
      `with made as (
         insert into files (document_id, name, alternative_text, width, height, hash, ext, mime,
                size, url, provider, folder_path, created_at, updated_at, published_at)
         values (:documentId, :name, :alternativeText, :width, :height, :hash, :ext, :mime,
                :kilobytes, :url, :provider, :folderPath, ${UTC_NOW}, ${UTC_NOW}, ${UTC_NOW})
         returning id
       ), laid as (
         insert into files_folder_lnk (file_id, folder_id) select id, :folderId from made
       )
       select id from made`,
      {
        ...file,
        kilobytes: Math.round(bytes / 10) / 100,
        folderPath: folder.path,
        folderId: folder.id,
      },
    );
    const [row] = rows;
    if (!row) throw new Error('The file was not written');
    return row.id;
  },

  /** The first file of each entry. Relies on the indexes that Strapi gives files_related_mph. */
  async ofEntries(
    db: Knex,
    { contentType, field, ids }: { contentType: string; field: string; ids: readonly number[] },
  ): Promise<(FileRow & { entryId: number })[]> {
    const { rows } = await db.raw<{ rows: (FileRow & { entryId: number })[] }>(
      `select distinct on (related.related_id) related.related_id as "entryId", ${COLUMNS}
         from files_related_mph as related
         join files as file on file.id = related.file_id
         left join files_uploads as upload on upload.file_id = file.id
        where related.related_id = any(:ids)
          and related.related_type = :contentType
          and related.field = :field
        order by related.related_id, related."order", related.id`,
      { ids: [...ids], contentType, field },
    );
    return rows;
  },

  async byIds(db: Knex, ids: readonly number[]): Promise<FileRow[]> {
    const { rows } = await db.raw<{ rows: FileRow[] }>(
      `select ${COLUMNS}
         from files as file
         left join files_uploads as upload on upload.file_id = file.id
        where file.id = any(:ids)`,
      { ids: [...ids] },
    );
    return rows;
  },

  /** A file that this person may attach; `userId` null asks for any file. */
  async findAttachable(
    db: Knex,
    { documentId, userId }: { documentId: string; userId: number | null },
  ): Promise<{ id: number; mime: string } | undefined> {
    const { rows } = await db.raw<{ rows: { id: number; mime: string }[] }>(
      `select file.id, file.mime
         from files as file
         left join files_uploads as upload on upload.file_id = file.id
        where file.document_id = :documentId
          and (cast(:userId as integer) is null or upload.user_id = :userId)`,
      { documentId, userId },
    );
    return rows[0];
  },

  /** The upload of a person, held until the end of the transaction so that nothing attaches it. */
  async lockOwn(
    trx: Knex.Transaction,
    { documentId, userId }: { documentId: string; userId: number },
  ): Promise<{ id: number; hash: string; ext: string } | undefined> {
    const { rows } = await trx.raw<{ rows: { id: number; hash: string; ext: string }[] }>(
      `select file.id, upload.hash, upload.ext
         from files as file
         join files_uploads as upload on upload.file_id = file.id
        where file.document_id = :documentId and upload.user_id = :userId
          for update of file`,
      { documentId, userId },
    );
    return rows[0];
  },

  /**
   * Uploads by the API that nothing has used for long enough, held until the end of the transaction;
   * what another server holds is passed over. `uses` is SQL of the keepers.
   */
  async lockOrphans(
    trx: Knex.Transaction,
    { hours, uses, limit }: { hours: number; uses: string; limit: number },
  ): Promise<number[]> {
    const { rows } = await trx.raw<{ rows: { id: number }[] }>(
      `select file.id
         from files_uploads as upload
         join files as file on file.id = upload.file_id
        where upload.created_at < now() - make_interval(hours => :hours)
          and not (${uses})
        order by upload.created_at
        limit :limit
          for update of file skip locked`,
      { hours, limit },
    );
    return rows.map(({ id }) => id);
  },

  /**
   * Deletes those of these files that nothing uses: asked once more behind their locks, since what
   * was attached just before is seen only now.
   * @returns how many they were.
   */
  async deleteUnused(
    trx: Knex.Transaction,
    { ids, uses }: { ids: readonly number[]; uses: string },
  ): Promise<number> {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      `delete from files as file
        where file.id = any(:ids) and not (${uses})
       returning file.id`,
      { ids: [...ids] },
    );
    return rows.length;
  },
};

export type FileRows = typeof fileRows;
