import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { ByteRange } from '../../../../lib/http/byte-range';
import type { Keyring } from '../../../../lib/keyring';
import { servedMime } from '../domain/accepted-types';
import { isLinkGood, type FileLink } from '../domain/file-links';
import { isObjectKey } from '../domain/object-key';
import { badLink, noSuchFile } from '../errors';

interface Dependencies {
  /** Null where files are not on this machine. */
  folder: string | null;
  keyring: Keyring;
  now: () => Date;
}

/** A file on this machine that a link opened. */
export interface OpenedFile {
  bytes: number;
  mime: string;
  /** Of this content; a file that is replaced in the media library keeps its name. */
  etag: string;
  read(range?: ByteRange): Readable;
}

/** Opens files by the links that were signed for them. */
export function createLocalFiles({ folder, keyring, now }: Dependencies) {
  return {
    /** @throws Problem `forbidden` for a link that is over or not ours, `not-found`. */
    async open(link: FileLink & { signature: string }): Promise<OpenedFile> {
      const nowSeconds = now().getTime() / 1000;
      if (!isLinkGood(keyring, { ...link, nowSeconds })) throw badLink();
      if (!folder || !isObjectKey(link.objectKey)) throw noSuchFile();
      const file = path.join(folder, link.objectKey);
      const found = await stat(file).catch(() => undefined);
      if (!found?.isFile()) throw noSuchFile();
      return {
        bytes: found.size,
        mime: servedMime(link.objectKey),
        etag: `"${found.size.toString(36)}-${Math.round(found.mtimeMs).toString(36)}"`,
        read: (range) => createReadStream(file, range ?? {}),
      };
    },
  };
}

export type LocalFiles = ReturnType<typeof createLocalFiles>;
