import { createReadStream } from 'node:fs';
import { PassThrough, type Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { SourceFailure, sourceFailed } from '../../errors';
import { hashStreams } from './hash-streams';
import type { FileLimits, SourceFiles } from './source-files';

const MOST_ENTRIES = 10_000;
const IS_ENCRYPTED = 0x1;
const KIND_OF_FILE = 0o170000;
const SYMLINK = 0o120000;

const refused = (detail: string, cause?: unknown) =>
  sourceFailed('archive-refused', `The archive is refused: ${detail}`, cause);

/** @throws SourceFailure for an entry that no honest archive has. */
function checkEntry(entry: Entry): void {
  const { fileName, generalPurposeBitFlag, externalFileAttributes } = entry;
  if ((generalPurposeBitFlag & IS_ENCRYPTED) !== 0) throw refused(`${fileName} is locked`);
  if (((externalFileAttributes >>> 16) & KIND_OF_FILE) === SYMLINK) {
    throw refused(`${fileName} is a link`);
  }
}

interface Measured {
  bytes: number;
  limits: FileLimits;
}

/** The files by name. Nothing is unpacked: what would come out is judged by what it says it is. */
async function readEntries(zip: ZipFile, { bytes, limits }: Measured): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw refused(`it has ${zip.entryCount} parts`);
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  let packed = 0;
  for await (const entry of zip.eachEntry()) {
    checkEntry(entry);
    unpacked += entry.uncompressedSize;
    packed += entry.compressedSize;
    if (unpacked > limits.maxUnpackedBytes) throw refused('it would be too large when unpacked');
    // Entries that lie over one another are how a small file becomes a huge one.
    if (packed > bytes) throw refused('its parts lie over one another');
    if (entries.has(entry.fileName)) throw refused(`${entry.fileName} is there twice`);
    if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
  }
  return entries;
}

/** Archives are often packed with the folder that they were made in. */
function withoutFolder(entries: Map<string, Entry>): Map<string, Entry> {
  const [first = ''] = entries.keys();
  const folder = first.slice(0, first.indexOf('/') + 1);
  const isInFolder = folder !== '' && [...entries.keys()].every((name) => name.startsWith(folder));
  if (!isInFolder) return entries;
  return new Map([...entries].map(([name, entry]) => [name.slice(folder.length), entry]));
}

/** yauzl throws plain errors for damaged archives and for names that lead out of them. */
const explained = (error: unknown): SourceFailure =>
  error instanceof SourceFailure ? error : refused((error as Error).message, error);

/** The same bytes, with what goes wrong underway in our words. */
function explainedStream(bytes: Readable): Readable {
  const passed = new PassThrough();
  bytes.once('error', (error) => passed.destroy(explained(error)));
  passed.once('close', () => bytes.destroy());
  return bytes.pipe(passed);
}

/**
 * The files of a zip archive. They are read as streams and never written anywhere; a part that gives
 * other than the size it claims ends with an error.
 * @throws SourceFailure `archive-refused`
 */
export async function openZip(
  path: string,
  bytes: number,
  limits: FileLimits,
): Promise<SourceFiles> {
  let zip: ZipFile | undefined;
  try {
    const opened = await openPromise(path, {
      autoClose: false,
      lazyEntries: true,
      strictFileNames: true,
    });
    zip = opened;
    const entries = withoutFolder(await readEntries(opened, { bytes, limits }));
    return {
      names: [...entries.keys()],
      async open(name) {
        const entry = entries.get(name);
        if (!entry) throw refused(`there is no ${name} in it`);
        return explainedStream(await opened.openReadStreamPromise(entry));
      },
      hash: () => hashStreams([{ name: '', open: () => createReadStream(path) }]),
      close: () => opened.close(),
    };
  } catch (error) {
    zip?.close();
    throw explained(error);
  }
}
