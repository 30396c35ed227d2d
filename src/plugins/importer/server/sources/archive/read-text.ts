import { text as textOfStream } from 'node:stream/consumers';
import { sourceFailed } from '../../errors';
import type { SourceFiles } from './source-files';

/** More than any description; the first characters of a table would be taken for one otherwise. */
const MAX_BYTES = 10 * 1024 * 1024;

/** The text of a small file of an archive. @throws SourceFailure for one that is not small. */
export async function readText(files: SourceFiles, name: string): Promise<string> {
  const bytes = await files.open(name);
  let length = 0;
  bytes.on('data', (chunk: Buffer) => {
    if ((length += chunk.length) <= MAX_BYTES) return;
    bytes.destroy(sourceFailed('archive-unreadable', `${name} is too large`, undefined));
  });
  return (await textOfStream(bytes)).replace(/^\uFEFF/, '');
}
