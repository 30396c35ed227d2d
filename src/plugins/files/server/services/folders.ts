import type { Knex } from 'knex';
import { withLease } from '../../../../lib/sql/lease';

/** A folder of the media library. */
export interface Folder {
  id: number;
  path: string;
}

interface Dependencies {
  db: () => Knex;
  /** Strapi's folder for what comes by the API; makes it when there is none, also twice at once. */
  ensure: () => Promise<Folder>;
  find: (id: number) => Promise<Folder | null>;
}

/** Where the media library shows what came by the API. */
export function createFoldersService({ db, ensure, find }: Dependencies) {
  let knownId: number | undefined;

  return {
    async ofUploads(): Promise<Folder> {
      // Editors may rename, move and delete it.
      const known = knownId === undefined ? null : await find(knownId);
      if (known) return known;
      const made = await withLease(db(), { name: 'files.upload-folder' }, ensure);
      knownId = made.id;
      return made;
    },
  };
}

export type FoldersService = ReturnType<typeof createFoldersService>;
