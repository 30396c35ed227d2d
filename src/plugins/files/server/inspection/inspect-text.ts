import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { acceptedExtension, type AcceptedExtension } from '../domain/accepted-types';
import { accepted, Refused, type AcceptedContent, type Inspection } from './verdict';

const TEXTS: readonly AcceptedExtension[] = ['txt', 'csv', 'md', 'json'];
/** Markup, which some programs run whatever it is called, and scripts that name their program. */
const ACTIVE_BEGINNING = /^\s*(<|#!|%!)/;

const notText = () => new Refused('This is no file of a kind that is taken here.');

/** @throws Refused unless the whole file is UTF-8 text without control characters. */
async function checkText(path: string): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isBeginning = true;
  const check = (text: string): void => {
    if (text.includes('\0')) throw notText();
    if (isBeginning && ACTIVE_BEGINNING.test(text)) {
      throw new Refused('Markup and scripts are not taken here.');
    }
    isBeginning &&= text.trim() === '';
  };
  try {
    for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
      check(decoder.decode(bytes, { stream: true }));
    }
    check(decoder.decode());
  } catch (error) {
    // What the decoder throws says nothing more than that this is another encoding, or no text.
    if (error instanceof TypeError) throw notText();
    throw error;
  }
}

/** Text says of itself only that it is text; of what kind, its name may say, from a short list. */
export async function inspectText({ path, ending }: Inspection): Promise<AcceptedContent> {
  const extension = ending === '' ? 'txt' : acceptedExtension(ending);
  if (!extension || !TEXTS.includes(extension)) throw notText();
  await checkText(path);
  if (extension === 'json') {
    try {
      JSON.parse(await readFile(path, 'utf8'));
    } catch {
      throw new Refused('This is no JSON.');
    }
  }
  return accepted(extension, path);
}
