import { createReadStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { attachmentOf } from '../../../../lib/http/content-disposition';
import { storeUnavailable } from '../errors';
import { downloadName } from '../domain/accepted-types';
import type { StoredName } from '../domain/object-key';

/** The part of Strapi's upload provider that is used here: of our own disk's, or of S3's. */
export interface UploadProvider {
  uploadStream(file: object): Promise<unknown>;
  delete(file: object): Promise<unknown>;
  getSignedUrl(file: object, options?: object): Promise<{ url: string }>;
}

const REMOVAL_SECONDS = 5;

interface Log {
  warn(message: string): void;
}

/** An address that downloads a file, for a while. */
export interface SignedLink {
  url: string;
  expiresAt: Date;
}

interface Dependencies {
  provider: () => UploadProvider;
  /** As Strapi writes it beside each file. */
  providerName: string;
  /** A link of ours to a file on our own disk; null where files are elsewhere. */
  linkTo: ((file: StoredName, name: string) => SignedLink) | null;
  /** How long links work that the provider signs. */
  linkSeconds: number;
  /** How long storing one file may take. */
  limitSeconds: () => number;
  log: Log;
}

/** A row of Strapi's table of files, as far as a link needs it. */
export interface LinkedFile extends StoredName {
  name: string;
  mime: string;
  url: string;
  provider: string;
}

export interface NewObject {
  hash: string;
  /** With its dot. */
  ext: string;
  mime: string;
  path: string;
}

/** @throws Error when `work` takes longer; what it waits for goes on. */
async function within<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  const over = new AbortController();
  const limit = sleep(seconds * 1000, undefined, { signal: over.signal }).then(() => {
    throw new Error('It takes too long');
  });
  // The one that comes second, or is called off, is nobody's business.
  limit.catch(() => undefined);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    over.abort();
  }
}

/** Objects, wherever Strapi's upload plugin keeps them. */
export function createStorage(parts: Dependencies) {
  const { provider, providerName, linkTo, linkSeconds, limitSeconds, log } = parts;

  async function write(file: { stream: Readable; url?: string }): Promise<string> {
    await provider().uploadStream(file);
    if (!file.url) throw new Error('The provider gave no address');
    return file.url;
  }

  return {
    providerName,

    /**
     * Stores what lies at `path`. A put that failed may still arrive: its caller has it deleted later.
     * @returns the address, without a signature.
     * @throws Problem `dependency-unavailable`.
     */
    async put({ path, ...object }: NewObject): Promise<string> {
      const stream = createReadStream(path);
      try {
        return await within(limitSeconds(), write({ ...object, stream }));
      } catch (error) {
        log.warn(`A file could not be stored: ${String(error)}`);
        throw storeUnavailable();
      } finally {
        stream.destroy();
      }
    },

    /** Whether the object is gone; one that never was is. */
    async remove(object: StoredName): Promise<boolean> {
      try {
        await within(REMOVAL_SECONDS, provider().delete(object));
        return true;
      } catch (error) {
        log.warn(`An object could not be deleted: ${String(error)}`);
        return false;
      }
    },

    /** Downloads the file under its name. */
    async linkFor(file: LinkedFile): Promise<SignedLink> {
      const expiresAt = new Date(Date.now() + linkSeconds * 1000);
      // What another provider keeps, from before this one was set, we cannot sign for.
      if (file.provider !== providerName) return { url: file.url, expiresAt };
      const name = downloadName(file.name, file.ext ?? '');
      if (linkTo) return linkTo(file, name);
      const { hash, ext, url } = file;
      const asked = {
        ResponseContentDisposition: attachmentOf(name),
        ResponseContentType: file.mime,
      };
      const signed = await provider().getSignedUrl({ hash, ext, url }, asked);
      return { url: signed.url, expiresAt };
    },
  };
}

export type Storage = ReturnType<typeof createStorage>;
