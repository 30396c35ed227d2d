import { createReadStream } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { sourceFailed } from '../../errors';
import { hashStreams } from './hash-streams';
import type { FileLimits, SourceFiles } from './source-files';
import { openZip } from './zip-files';

const ZIP = Buffer.from('PK\u0003\u0004');

const notFound = (name: string) =>
  sourceFailed('file-not-found', `There is no file "${name}" in the inbox`, undefined);

/**
 * The path of a file or folder of the inbox.
 * @throws SourceFailure for a name that leads out of it, by itself or by a link.
 */
export async function findInInbox(inbox: string, name: string): Promise<string> {
  let root: string;
  let found: string;
  try {
    root = await realpath(inbox);
    found = await realpath(path.resolve(root, name));
  } catch {
    throw notFound(name);
  }
  if (!found.startsWith(root + path.sep)) {
    throw sourceFailed('file-outside-inbox', `"${name}" is not in the inbox`, undefined);
  }
  return found;
}

async function beginsLikeZip(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(ZIP.length), 0, ZIP.length, 0);
    return buffer.equals(ZIP);
  } finally {
    await handle.close();
  }
}

/** Of a folder only the files right inside it: links and folders are no parts of an archive. */
async function openPlain(paths: Map<string, string>, limits: FileLimits): Promise<SourceFiles> {
  let bytes = 0;
  for (const file of paths.values()) bytes += (await stat(file)).size;
  if (bytes > limits.maxUnpackedBytes) {
    throw sourceFailed('file-too-large', 'The files are larger than is taken', undefined);
  }
  return {
    names: [...paths.keys()],
    open(name) {
      const file = paths.get(name);
      return file ? Promise.resolve(createReadStream(file)) : Promise.reject(notFound(name));
    },
    hash: () =>
      hashStreams([...paths].map(([name, file]) => ({ name, open: () => createReadStream(file) }))),
    close: () => undefined,
  };
}

/** Opens what lies at a path: an archive, the folder of one, or a single table. */
export async function openFiles(found: string, limits: FileLimits): Promise<SourceFiles> {
  const { size, ...kind } = await stat(found).then((item) => ({
    size: item.size,
    isFolder: item.isDirectory(),
    isFile: item.isFile(),
  }));
  if (kind.isFolder) {
    const entries = await readdir(found, { withFileTypes: true });
    const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
    const paths = names.sort().map((name) => [name, path.join(found, name)] as const);
    return openPlain(new Map(paths), limits);
  }
  if (!kind.isFile) throw notFound(path.basename(found));
  if (size > limits.maxBytes) {
    throw sourceFailed('file-too-large', 'The file is larger than is taken', undefined);
  }
  if (await beginsLikeZip(found)) return openZip(found, size, limits);
  return openPlain(new Map([[path.basename(found), found]]), limits);
}
