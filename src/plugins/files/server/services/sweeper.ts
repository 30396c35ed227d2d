import type { Knex } from 'knex';
import type { FileRows } from '../repositories/file-rows';
import type { StaleLinks } from '../repositories/stale-links';
import type { UploadRecords } from '../repositories/upload-records';
import type { KeepersService } from './keepers';
import type { Storage } from './storage';

interface Dependencies {
  db: () => Knex;
  records: UploadRecords;
  rows: FileRows;
  staleLinks: StaleLinks;
  storage: Storage;
  keepers: KeepersService;
  /** The table of a content type; undefined for one that is no more. */
  tableOf: (contentType: string) => string | undefined;
  /** Deletes what was half written; for storage that knows such a thing. */
  tidy: () => Promise<void>;
  orphanHours: number;
}

/** What a sweep deleted. */
export interface Swept {
  files: number;
  objects: number;
}

const BATCH = 100;

/** Deletes uploads that nothing uses, and objects whose file is gone or never came. Repeatable. */
export function createSweeper(parts: Dependencies) {
  const { db, records, rows, staleLinks, storage, keepers, tableOf, tidy, orphanHours } = parts;

  /** Entries that were deleted by SQL leave their places behind, which would hold files for ever. */
  async function forgetStaleLinks(): Promise<void> {
    for (const contentType of await staleLinks.contentTypes(db())) {
      const table = tableOf(contentType);
      if (table) await staleLinks.remove(db(), { contentType, table });
    }
  }

  async function sweepFiles(signal: AbortSignal): Promise<number> {
    const uses = keepers.usesSql();
    let total = 0;
    for (;;) {
      const found = await db().transaction(async (trx) => {
        const ids = await rows.lockOrphans(trx, { hours: orphanHours, uses, limit: BATCH });
        if (ids.length > 0) total += await rows.deleteUnused(trx, { ids, uses });
        return ids.length;
      });
      if (found < BATCH || signal.aborted) return total;
    }
  }

  async function sweepObjects(signal: AbortSignal): Promise<number> {
    let total = 0;
    for (;;) {
      const dead = await records.findDead(db(), storage.providerName, BATCH);
      let removed = 0;
      for (const object of dead) {
        if (signal.aborted) return total;
        if (!(await storage.remove(object))) continue;
        await records.remove(db(), object.hash);
        removed += 1;
      }
      total += removed;
      // What the storage does not let go of would be found again and again.
      if (dead.length < BATCH || removed < dead.length) return total;
    }
  }

  return {
    async sweep(signal: AbortSignal = new AbortController().signal): Promise<Swept> {
      await forgetStaleLinks();
      const files = await sweepFiles(signal);
      const objects = await sweepObjects(signal);
      await tidy();
      return { files, objects };
    },
  };
}

export type Sweeper = ReturnType<typeof createSweeper>;
