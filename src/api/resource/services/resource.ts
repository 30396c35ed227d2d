import { factories, type Modules } from '@strapi/strapi';
import type { Knex } from 'knex';
import type { ShownEntry } from '../../../lib/http/rest-query/present';
import { Problem } from '../../../lib/problem';
import { replaceMedia } from '../../../lib/sql/replace-media';
import { withinTransaction } from '../../../lib/within-transaction';
import type { Principal } from '../../../plugins/accounts/contract/principal';
import type { Files, ShownFile } from '../../../plugins/files/contract/files';
import type { ResourcePatch } from '../resource-body';
import { createResourceStore } from '../resource-store';

const UID = 'api::resource.resource';
type Status = 'draft' | 'published';
type ResourceData = Modules.Documents.Params.Data.Input<typeof UID>;

interface Write {
  input: ResourcePatch;
  status: Status;
}

export interface ResourceService {
  /** @returns the documentId of the new resource. */
  add(by: Principal, write: Write): Promise<string>;
  change(by: Principal, documentId: string, write: Write): Promise<void>;
  /** Puts up another picture, or none, and leaves all else as it is; also whether it is published. */
  replaceCover(by: Principal, documentId: string, fileId: string | null): Promise<ShownFile | null>;
}

const notFound = () => new Problem({ type: 'not-found', detail: 'There is no such resource.' });

const fileOfLink = () => {
  const message = 'A link has no file; its web address is in url.';
  return new Problem({
    type: 'validation-failed',
    detail: message,
    faults: [{ pointer: '/data/fileId', code: 'invalid', message }],
  });
};

export default factories.createCoreService(UID, ({ strapi }) => {
  const files = () => strapi.plugin('files').service<Files>('files');
  const store = () => createResourceStore(strapi.db.connection);

  /** What Strapi is to store of an input: files by their numeric ids. */
  async function toData(
    by: Principal,
    { input, resourceType }: { input: ResourcePatch; resourceType?: string | null },
    db: Knex,
  ): Promise<ResourceData> {
    const { fileId, coverId, ...data } = input;
    const isLink = resourceType === 'link';
    if (isLink && typeof fileId === 'string') throw fileOfLink();
    const attachable = (id: string, name: string, kind: 'image' | 'any') =>
      files().attachable(by, { id, pointer: `/data/${name}`, kind }, db);
    const file = fileId && (await attachable(fileId, 'fileId', 'any'));
    const cover = coverId && (await attachable(coverId, 'coverId', 'image'));
    const written = {
      ...data,
      ...((fileId !== undefined || isLink) && { file: file ?? null }),
      ...(coverId !== undefined && { cover }),
    };
    return written as ResourceData; // whose types do not know that null empties an attribute
  }

  return {
    async add(by: Principal, { input, status }: Write): Promise<string> {
      return withinTransaction(strapi, async (trx) => {
        const { resourceType } = input;
        const data = await toData(by, { input, resourceType }, trx);
        const made = await strapi.documents(UID).create({ data, status });
        return made.documentId;
      });
    },

    async change(by: Principal, documentId: string, { input, status }: Write) {
      await withinTransaction(strapi, async (trx) => {
        const before = await strapi.documents(UID).findOne({ documentId, status: 'draft' });
        if (!before) throw notFound();
        const resourceType = input.resourceType ?? before.resourceType;
        const data = await toData(by, { input, resourceType }, trx);
        await strapi.documents(UID).update({ documentId, data, status });
      });
    },

    async delete(documentId: string): Promise<{ deletedEntries: number }> {
      const { entries } = await strapi.documents(UID).delete({ documentId });
      if (entries.length === 0) throw notFound();
      return { deletedEntries: entries.length };
    },

    async replaceCover(by: Principal, documentId: string, fileId: string | null) {
      const place = { table: 'resources', contentType: UID, field: 'cover', documentId };
      const ids = await withinTransaction(strapi, async (trx) => {
        const picture =
          fileId === null
            ? null
            : await files().attachable(by, { id: fileId, pointer: '/fileId', kind: 'image' }, trx);
        return replaceMedia(trx, place, picture);
      });
      const [id] = ids;
      if (id === undefined) throw notFound();
      const covers = await files().of({ contentType: UID, field: 'cover', ids: [id] });
      return covers.get(id) ?? null;
    },

    /** Adds the cover, what is known of the file, and how often it was downloaded. */
    async present(entries: ShownEntry[]): Promise<void> {
      const ids = entries.map(({ id }) => Number(id));
      const covers = await files().of({ contentType: UID, field: 'cover', ids });
      const stored = await files().of({ contentType: UID, field: 'file', ids });
      const downloads = await store().downloadsOf(entries.map(({ documentId }) => documentId));
      for (const entry of entries) {
        const id = Number(entry['id']);
        const file = entry['resourceType'] === 'link' ? undefined : stored.get(id);
        Object.assign(entry, {
          cover: covers.get(id) ?? null,
          hasFile: file !== undefined,
          fileName: file?.name ?? null,
          sizeBytes: file?.sizeBytes ?? null,
          mime: file?.mime ?? null,
          downloadCount: downloads.get(entry.documentId) ?? 0,
        });
      }
    },
  };
});
