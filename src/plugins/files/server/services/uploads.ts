import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { Knex } from 'knex';
import { createDocumentId } from '../../../../lib/document-id';
import type { ReceivedFile } from '../../../../lib/http/receive-form';
import type { ShownFile } from '../../contract/files';
import { mimeOf } from '../domain/accepted-types';
import { labelOf } from '../domain/label';
import {
  accountGone,
  clientLeft,
  fileInUse,
  noFile,
  noSuchUpload,
  quotaExceeded,
  refusedFiles,
  type RefusedFile,
} from '../errors';
import type { FileRows, NewFileRow } from '../repositories/file-rows';
import type { UploadRecords } from '../repositories/upload-records';
import type { FilesService } from './files';
import type { FoldersService } from './folders';
import type { Judge } from './judge';
import type { KeepersService } from './keepers';
import type { Storage } from './storage';

interface Dependencies {
  db: () => Knex;
  records: UploadRecords;
  rows: FileRows;
  storage: Storage;
  judge: Judge;
  folders: FoldersService;
  files: FilesService;
  keepers: KeepersService;
  quotaBytes: number;
}

interface Upload {
  userId: number;
  files: readonly ReceivedFile[];
  /** The first is of the first file, and so on. */
  alternativeTexts: readonly string[];
  /** Whether anybody still waits for the answer. */
  isWanted: () => boolean;
}

/** A file that is taken, and where it is now. */
interface Taken {
  path: string;
  row: Omit<NewFileRow, 'folder' | 'url'>;
}

const HASH_BYTES = 16;

export function createUploadsService(parts: Dependencies) {
  const { db, records, rows, storage, judge, folders, files, keepers, quotaBytes } = parts;

  async function take({ files: came, alternativeTexts }: Upload): Promise<Taken[]> {
    const taken: Taken[] = [];
    const refused: RefusedFile[] = [];
    for (const [index, file] of came.entries()) {
      const verdict = await judge.judge(file, index);
      if ('code' in verdict) {
        refused.push(verdict);
        continue;
      }
      const { path, extension, width, height } = verdict;
      const row = {
        documentId: createDocumentId(),
        name: labelOf(file.filename),
        alternativeText: alternativeTexts[index] || null,
        width,
        height,
        hash: randomBytes(HASH_BYTES).toString('hex'),
        ext: `.${extension}`,
        mime: mimeOf(extension),
        bytes: (await stat(path)).size,
        provider: storage.providerName,
      };
      taken.push({ path, row });
    }
    const [first, ...others] = refused;
    if (first) throw refusedFiles([first, ...others]);
    return taken;
  }

  /** Counts what the person keeps and writes the intents, so that two uploads at once cannot both fit. */
  async function reserve(userId: number, taken: readonly Taken[]): Promise<void> {
    const intents = taken.map(({ row: { hash, ext, bytes } }) => ({ hash, ext: ext ?? '', bytes }));
    const added = intents.reduce((sum, { bytes }) => sum + bytes, 0);
    await db().transaction(async (trx) => {
      if (!(await records.lockPerson(trx, userId))) throw accountGone();
      if ((await records.bytesOf(trx, userId)) + added > quotaBytes) {
        throw quotaExceeded(quotaBytes);
      }
      await records.insertIntents(trx, { userId, provider: storage.providerName, intents });
    });
  }

  async function store(taken: readonly Taken[], isWanted: () => boolean): Promise<ShownFile[]> {
    const folder = await folders.ofUploads();
    const urls: string[] = [];
    for (const { path, row } of taken) {
      if (!isWanted()) throw clientLeft();
      urls.push(await storage.put({ ...row, ext: row.ext ?? '', path }));
    }
    const stored = taken.map(({ row }, index) => ({ ...row, url: urls[index] ?? '' }));
    const ids = await db().transaction(async (trx) => {
      const made: number[] = [];
      for (const row of stored) {
        const fileId = await rows.insert(trx, { ...row, folder });
        const isOurs = await records.markStored(trx, { hash: row.hash, fileId });
        if (!isOurs) throw new Error('The intent of an upload was swept away');
        made.push(fileId);
      }
      return made;
    });
    return Promise.all(stored.map((row, index) => files.show({ ...row, id: ids[index] ?? 0 })));
  }

  /** Deletes what may have been put. What cannot be now, and what may still arrive, the sweeper does. */
  async function takeBack(taken: readonly Taken[]): Promise<void> {
    const hashes = taken.map(({ row }) => row.hash);
    const removals = taken.map(({ row }) => storage.remove(row));
    // Without a database the intents stay as they are, and the sweeper finds them by their age.
    await Promise.allSettled([records.discard(db(), hashes), ...removals]);
  }

  return {
    /** @throws Problem `insufficient-storage` when the person has no room left, whatever comes. */
    async assertRoom(userId: number): Promise<void> {
      if ((await records.bytesOf(db(), userId)) >= quotaBytes) throw quotaExceeded(quotaBytes);
    },

    /**
     * Takes all of the files or none.
     * @throws Problem `validation-failed` that names every file at fault, `insufficient-storage`,
     *   `dependency-unavailable`.
     */
    async add(upload: Upload): Promise<ShownFile[]> {
      if (upload.files.length === 0) throw noFile();
      const taken = await take(upload);
      if (!upload.isWanted()) throw clientLeft();
      await reserve(upload.userId, taken);
      try {
        return await store(taken, upload.isWanted);
      } catch (error) {
        await takeBack(taken);
        throw error;
      }
    },

    /**
     * Deletes an upload of this person that nothing uses.
     * @throws Problem `not-found`, `conflict` while something uses it.
     */
    async remove(userId: number, documentId: string): Promise<void> {
      const gone = await db().transaction(async (trx) => {
        const own = await rows.lockOwn(trx, { documentId, userId });
        if (!own) throw noSuchUpload();
        const uses = keepers.usesSql();
        const deleted = await rows.deleteUnused(trx, { ids: [own.id], uses });
        if (deleted === 0) throw fileInUse();
        return own;
      });
      if (await storage.remove(gone)) await records.remove(db(), gone.hash);
    },
  };
}

export type UploadsService = ReturnType<typeof createUploadsService>;
