import type { Core } from '@strapi/strapi';
import { Problem } from '../../../lib/problem';
import type { Files, ShownFile } from '../contract/files';

type Row = Omit<ShownFile, 'url' | 'urlExpiresAt'> & { entryId: number };

/** Stands in until the plugin is there: no signed urls, and anybody may attach anything. */
const createFiles = (strapi: Core.Strapi): Files => ({
  async of({ contentType, field, ids }) {
    const { rows } = await strapi.db.connection.raw<{ rows: Row[] }>(
      `select related.related_id as "entryId", file.document_id as id, file.name, file.mime,
              cast(coalesce(file.size, 0) * 1000 as integer) as "sizeBytes", file.width, file.height,
              file.alternative_text as "alternativeText"
         from files_related_mph as related
         join files as file on file.id = related.file_id
        where related.related_type = :contentType and related.field = :field
          and related.related_id = any(:ids)`,
      { contentType, field, ids: [...ids] },
    );
    return new Map(
      rows.map(({ entryId, ...file }) => [
        entryId,
        { ...file, url: `/files/${file.id}`, urlExpiresAt: new Date().toISOString() },
      ]),
    );
  },
  async attachable(_principal, { id, pointer, kind }) {
    const row = await strapi.db
      .connection('files')
      .where('document_id', id)
      .first<{ id: number; mime: string | null } | undefined>('id', 'mime');
    const code = row ? 'wrong-kind' : 'unknown-file';
    if (row && (kind === 'any' || row.mime?.startsWith('image/'))) return row.id;
    const message = row ? 'This must be an image.' : 'There is no such file.';
    throw new Problem({
      type: 'validation-failed',
      detail: message,
      faults: [{ pointer, code, message }],
    });
  },
  downloadLink: () => Promise.resolve(null),
});

export default {
  services: { files: ({ strapi }: { strapi: Core.Strapi }) => createFiles(strapi) },
};
