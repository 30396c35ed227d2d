import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A client that takes nothing for so long has forgotten about it, and others wait for its place. */
const LONGEST_STALL_MS = 60_000;

/**
 * Writes pieces as fast as they are taken: one ahead of what is being sent, and no more, so that memory
 * stays what a few of them need. Ends `output`, abruptly when a piece fails or the client leaves. Time
 * counts only while a piece waits for the client: the next one may be long in the making.
 * @throws what the pieces fail with, or the end of the connection.
 */
export async function sendPieces(
  output: Writable,
  pieces: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const awaitReader = () => {
    timer = setTimeout(() => output.destroy(new Error('Nobody reads')), LONGEST_STALL_MS);
  };
  async function* watched() {
    for await (const piece of pieces) {
      awaitReader();
      // Goes on when there is room for another.
      yield piece;
      clearTimeout(timer);
    }
    // What is on its way yet.
    awaitReader();
  }
  try {
    await pipeline(Readable.from(watched(), { highWaterMark: 1 }), output);
  } finally {
    clearTimeout(timer);
  }
}
