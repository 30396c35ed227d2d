import type { Knex } from 'knex';
import type { Attaching, Files, ShownFile } from '../../contract/files';
import { unknownFile, wrongKind } from '../errors';
import type { FileRow, FileRows } from '../repositories/file-rows';
import type { Storage } from './storage';

interface Dependencies {
  db: () => Knex;
  files: FileRows;
  storage: Pick<Storage, 'linkFor'>;
}

const ADMINISTRATOR = 'admin';

export function createFilesService({ db, files, storage }: Dependencies) {
  async function show(row: FileRow): Promise<ShownFile> {
    const { url, expiresAt } = await storage.linkFor(row);
    return {
      id: row.documentId,
      name: row.name,
      mime: row.mime,
      sizeBytes: Math.round(row.bytes),
      width: row.width,
      height: row.height,
      alternativeText: row.alternativeText,
      url,
      urlExpiresAt: expiresAt.toISOString(),
    };
  }

  /** Null for who may attach any file. */
  const ownerOf = (by: Attaching, pointer: string): number | null => {
    if (by.kind === 'panel') return null;
    if (by.kind === 'anonymous') throw unknownFile(pointer);
    return by.role === ADMINISTRATOR ? null : by.userId;
  };

  const service: Files & { show: typeof show } = {
    show,

    async of({ ids, ...place }, within = db()) {
      if (ids.length === 0) return new Map();
      const rows = await files.ofEntries(within, { ...place, ids });
      const shown = rows.map(async (row) => [row.entryId, await show(row)] as const);
      return new Map(await Promise.all(shown));
    },

    async byIds(ids, within = db()) {
      if (ids.length === 0) return new Map();
      const rows = await files.byIds(within, ids);
      const shown = rows.map(async (row) => [row.id, await show(row)] as const);
      return new Map(await Promise.all(shown));
    },

    async attachable(by, { id, pointer, kind }, within = db()) {
      const userId = ownerOf(by, pointer);
      const file = await files.findAttachable(within, { documentId: id, userId });
      if (!file) throw unknownFile(pointer);
      if (kind === 'image' && !file.mime.startsWith('image/')) throw wrongKind(pointer);
      return file.id;
    },

    async downloadLink({ contentType, field, id }) {
      const [row] = await files.ofEntries(db(), { contentType, field, ids: [id] });
      return row ? (await storage.linkFor(row)).url : null;
    },
  };
  return service;
}

export type FilesService = ReturnType<typeof createFilesService>;
