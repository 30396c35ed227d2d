import { open } from 'node:fs/promises';
import type { fileTypeFromFile } from 'file-type';
import type { AcceptedExtension } from '../domain/accepted-types';
import { inspectArchive } from './inspect-archive';
import { inspectImage, isImage } from './inspect-image';
import { inspectText } from './inspect-text';
import { accepted, Refused, type Inspection, type Verdict } from './verdict';

/** What is stored as it came, by the ending that file-type gives it. */
const AS_THEY_ARE: Record<string, AcceptedExtension> = {
  pdf: 'pdf',
  mp4: 'mp4',
  m4v: 'mp4',
  webm: 'webm',
  mov: 'mov',
  mp3: 'mp3',
  m4a: 'm4a',
  ogg: 'ogg',
  oga: 'ogg',
  ogv: 'ogg',
  opus: 'ogg',
  wav: 'wav',
  flac: 'flac',
};

interface FileType {
  fileTypeFromFile: typeof fileTypeFromFile;
}

// Only a real import() loads an ES module here; the compiler would turn one into require().
// eslint-disable-next-line @typescript-eslint/no-implied-eval
const importModule = new Function('name', 'return import(name)') as (
  name: string,
) => Promise<unknown>;
const fileType = importModule('file-type') as Promise<FileType>;

async function isZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.toString('latin1', 0, 2) === 'PK';
  } finally {
    await file.close();
  }
}

async function inspect(asked: Inspection): Promise<Verdict> {
  // The types of archives are told apart by their table of contents, without unpacking anything.
  if (await isZip(asked.path)) return inspectArchive(asked);
  const { fileTypeFromFile: detect } = await fileType;
  const found = await detect(asked.path);
  if (!found) return inspectText(asked);
  if (isImage(found.mime)) return inspectImage(asked, found.mime);
  const kept = Object.hasOwn(AS_THEY_ARE, found.ext) ? AS_THEY_ARE[found.ext] : undefined;
  if (!kept) throw new Refused(`Files of the type ${found.mime} are not taken here.`);
  return accepted(kept, asked.path);
}

/** Says what a file is by its content alone, and whether it is taken. */
export async function inspectContent(asked: Inspection): Promise<Verdict> {
  try {
    return await inspect(asked);
  } catch (error) {
    // Decoders fail with errors of all kinds on what they cannot read; that is the verdict.
    const reason = error instanceof Refused ? error.message : 'The file is damaged.';
    return { isAccepted: false, reason };
  }
}
