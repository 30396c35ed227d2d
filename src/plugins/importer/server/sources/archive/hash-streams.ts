import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

/** SHA-256 over files in the given order, with their names. */
export async function hashStreams(
  files: Iterable<{ name: string; open: () => Promise<Readable> | Readable }>,
): Promise<string> {
  const whole = createHash('sha256');
  for (const { name, open } of files) {
    const one = createHash('sha256');
    for await (const chunk of await open()) one.update(chunk as Buffer);
    whole.update(`${name}\u0000${one.digest('hex')}\n`);
  }
  return whole.digest('hex');
}
