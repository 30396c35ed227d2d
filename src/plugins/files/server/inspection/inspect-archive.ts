import { open, stat } from 'node:fs/promises';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import type { AcceptedExtension } from '../domain/accepted-types';
import { accepted, Refused, type AcceptedContent, type Inspection } from './verdict';

const MOST_ENTRIES = 10_000;
const MOST_BYTES = 200 * 1024 * 1024;
const HIGHEST_RATIO = 200;
/** Small entries may be packed as well as they like. */
const RATIO_COUNTS_FROM = 100 * 1024;
const SYMLINK = 0o120000;
const KIND_OF_FILE = 0o170000;
const IS_ENCRYPTED = 0x1;
const LONGEST_MIMETYPE = 100;
const LOCAL_HEADER_BYTES = 30;

const MARKS: [string, AcceptedExtension][] = [
  ['word/document.xml', 'docx'],
  ['xl/workbook.xml', 'xlsx'],
  ['ppt/presentation.xml', 'pptx'],
];
const MARK_OF_ALL = '[Content_Types].xml';
const OPEN_DOCUMENTS: Record<string, AcceptedExtension> = {
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
};
/** Programs inside of documents: macros of both families, controls, and files that would run. */
const PROGRAMS =
  /(^|\/)(vbaProject[^/]*\.bin|activeX\/|macrosheets\/|dialogsheets\/)|^(Basic|Scripts)\/|\.(exe|dll|com|scr|bat|cmd|ps1|vbs|js|jar|hta|msi|lnk|html?|svg|zip|rar|7z|gz)$/i;

const broken = () => new Refused('The document is damaged, or is none.');

/** @throws Refused for an entry that no honest document has. */
function checkEntry(entry: Entry): void {
  const mode = (entry.externalFileAttributes >>> 16) & KIND_OF_FILE;
  if (mode === SYMLINK) throw new Refused('The document holds a link.');
  if ((entry.generalPurposeBitFlag & IS_ENCRYPTED) !== 0) {
    throw new Refused('The document is locked by a password.');
  }
  if (PROGRAMS.test(entry.fileName)) throw new Refused('The document holds a program.');
  const { uncompressedSize, compressedSize } = entry;
  if (uncompressedSize > RATIO_COUNTS_FROM && uncompressedSize > compressedSize * HIGHEST_RATIO) {
    throw new Refused('The document would be far larger when unpacked.');
  }
}

/** The entries by name. Nothing is unpacked: what would come out is judged by what it says it is. */
async function readEntries(zip: ZipFile, bytes: number): Promise<Map<string, Entry>> {
  if (zip.entryCount > MOST_ENTRIES) throw new Refused('The document has too many parts.');
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  let packed = 0;
  for await (const entry of zip.eachEntry()) {
    checkEntry(entry);
    unpacked += entry.uncompressedSize;
    packed += entry.compressedSize;
    // Entries that lie over one another are how a small file becomes a huge one.
    if (unpacked > MOST_BYTES || packed > bytes) {
      throw new Refused('The document would be far larger when unpacked.');
    }
    if (entries.has(entry.fileName)) throw broken();
    entries.set(entry.fileName, entry);
  }
  return entries;
}

/** What an OpenDocument file says it is, which stands in it as it is. */
async function readMimetype(path: string, entry: Entry | undefined): Promise<string> {
  const isPlain = entry?.compressionMethod === 0 && entry.uncompressedSize <= LONGEST_MIMETYPE;
  if (!entry || !isPlain || entry.relativeOffsetOfLocalHeader !== 0) return '';
  const start = LOCAL_HEADER_BYTES + entry.fileNameLength;
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(entry.uncompressedSize);
    await file.read(bytes, 0, bytes.length, start);
    return bytes.toString('latin1');
  } finally {
    await file.close();
  }
}

/** Office documents are zip archives; an archive that is none is refused. */
export async function inspectArchive({ path }: Inspection): Promise<AcceptedContent> {
  const { size } = await stat(path);
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { autoClose: false, lazyEntries: true, strictFileNames: true });
    const entries = await readEntries(zip, size);
    const [, office] = MARKS.find(([name]) => entries.has(name)) ?? [];
    if (office && entries.has(MARK_OF_ALL)) return accepted(office, path);
    const open = OPEN_DOCUMENTS[await readMimetype(path, entries.get('mimetype'))];
    if (open && entries.has('content.xml')) return accepted(open, path);
  } catch (error) {
    // yauzl throws plain errors for damaged archives and for names that lead out of them.
    throw error instanceof Refused ? error : broken();
  } finally {
    zip?.close();
  }
  throw new Refused('Archives are not taken here.');
}
