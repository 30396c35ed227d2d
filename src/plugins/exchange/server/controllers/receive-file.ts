import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { once } from 'node:events';
import { fileTooLarge, malformedFile, noRoom } from '../errors';

async function writeTo(file: string, request: IncomingMessage, maxBytes: number): Promise<void> {
  const output = createWriteStream(file);
  const ended = finished(output);
  // Whoever waits below learns of it; this only keeps it from being nobody's.
  ended.catch(() => undefined);
  let length = 0;
  try {
    // The request has to live on, so that it can be answered.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer; // nobody has set an encoding
      length += bytes.length;
      if (length > maxBytes) throw fileTooLarge(maxBytes);
      if (!output.write(bytes)) await Promise.race([once(output, 'drain'), ended]);
    }
    output.end();
    await ended;
  } finally {
    output.destroy();
    // What is left is thrown away as it comes.
    request.resume();
  }
}

const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && ['ENOSPC', 'EDQUOT'].includes(String(error.code));

/**
 * Keeps the body of a request on the disk while `work` reads it: never more of it in memory than
 * comes at once.
 * @throws Problem `payload-too-large`, `malformed-body`, `insufficient-storage`.
 */
export async function withReceivedFile<Result>(
  request: IncomingMessage,
  { maxBytes }: { maxBytes: number },
  work: (file: string) => Promise<Result>,
): Promise<Result> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw fileTooLarge(maxBytes);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'shoal-import-'));
  try {
    const file = path.join(folder, 'received.csv');
    await writeTo(file, request, maxBytes).catch((error: unknown) => {
      if (isFull(error)) throw noRoom();
      throw request.errored || request.destroyed ? malformedFile('The file is cut off.') : error;
    });
    return await work(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
