import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errors } from '@strapi/utils';
import { objectKeyOf, type StoredName } from '../domain/object-key';

/** What Strapi hands to a provider of its upload plugin, and reads back from it. */
interface ProviderFile extends StoredName {
  name?: string;
  /** In thousands of bytes. */
  size?: number;
  stream?: Readable;
  buffer?: Buffer;
  url?: string;
}

interface Dependencies {
  folder: string;
  /** A link that works for a while, without host. */
  linkTo: (file: ProviderFile) => string;
  /** The address of an object without a signature, which opens nothing. */
  addressOf: (objectKey: string) => string;
}

/** What is being written lies beside the objects, so that a rename finishes it at once. */
const UNFINISHED = '.unfinished-';
const FORGOTTEN_MS = 3_600_000;

/**
 * A provider of Strapi's upload plugin that keeps files in a private folder on this machine's disk:
 * like a private bucket, they are only reached by signed links.
 */
export function createDiskProvider({ folder, linkTo, addressOf }: Dependencies) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });

  async function write(file: ProviderFile): Promise<void> {
    const source = file.stream ?? (file.buffer && Readable.from([file.buffer]));
    if (!source) throw new Error('There is nothing to store');
    const key = objectKeyOf(file);
    const unfinished = path.join(folder, `${UNFINISHED}${randomBytes(8).toString('hex')}`);
    try {
      const target = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true });
      await pipeline(source, target);
      await rename(unfinished, path.join(folder, key));
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    file.url = addressOf(key);
  }

  const remove = (file: StoredName): Promise<void> =>
    rm(path.join(folder, objectKeyOf(file)), { force: true });

  /** The new file is there before the old one goes. */
  async function replace(file: ProviderFile, old: StoredName): Promise<void> {
    await write(file);
    if (objectKeyOf(file) !== objectKeyOf(old)) await remove(old);
  }

  return {
    upload: write,
    uploadStream: write,
    replace,
    replaceStream: replace,
    delete: remove,
    isPrivate: () => true,
    getSignedUrl: (file: ProviderFile) => ({ url: linkTo(file) }),

    /** @throws PayloadTooLargeError, which the panel shows. */
    checkFileSize({ size = 0 }: ProviderFile, { sizeLimit }: { sizeLimit?: number } = {}): void {
      if (sizeLimit && size * 1000 > sizeLimit) {
        throw new errors.PayloadTooLargeError('The file is larger than the limit');
      }
    },

    /** Deletes what a server that was killed left half written. */
    async removeUnfinished(now: Date): Promise<void> {
      const names = (await readdir(folder)).filter((name) => name.startsWith(UNFINISHED));
      for (const name of names) {
        const file = path.join(folder, name);
        const { mtimeMs } = await stat(file);
        if (now.getTime() - mtimeMs > FORGOTTEN_MS) await rm(file, { force: true });
      }
    },
  };
}

export type DiskProvider = ReturnType<typeof createDiskProvider>;
