const READY_FOR_QUERY = 'Z'.charCodeAt(0);
const READY_BYTES = 6;
const HEAD_BYTES = 5;

/**
 * Passes the engine's answer on, except for ReadyForQuery, of which only the last is kept. After an error PGlite
 * says it twice (0.5.8, measured); a client takes the second for the end of its next statement, and gives that
 * statement's rows to the one after.
 */
export function createAnswerFilter(forward: (bytes: Buffer) => void) {
  let carried: Buffer = Buffer.alloc(0);
  let bytesLeftInMessage = 0;
  let ready: Buffer | undefined;

  /** Where the message at `place` ends within `bytes`; undefined when too little of it is there. */
  const headerAt = (bytes: Buffer, place: number) => {
    const isReady = bytes[place] === READY_FOR_QUERY;
    const isThere = bytes.length - place >= (isReady ? READY_BYTES : HEAD_BYTES);
    return isThere ? { isReady, length: 1 + bytes.readInt32BE(place + 1) } : undefined;
  };

  return {
    /** Takes a piece of the answer, cut anywhere. The piece is copied: the engine reuses its memory. */
    take: (piece: Uint8Array): void => {
      const bytes = Buffer.concat([carried, piece]);
      carried = Buffer.alloc(0);
      const kept: Buffer[] = [];
      let place = Math.min(bytesLeftInMessage, bytes.length);
      let keptFrom = 0;
      bytesLeftInMessage -= place;
      while (place < bytes.length) {
        const header = headerAt(bytes, place);
        if (!header || header.isReady) kept.push(bytes.subarray(keptFrom, place));
        if (!header) {
          carried = bytes.subarray(place);
          keptFrom = bytes.length;
          break;
        }
        const end = place + header.length;
        if (header.isReady) {
          ready = bytes.subarray(place, end);
          keptFrom = end;
        }
        place = Math.min(end, bytes.length);
        bytesLeftInMessage = end - place;
      }
      kept.push(bytes.subarray(keptFrom));
      for (const part of kept) if (part.length > 0) forward(part);
    },
    /** The exchange is over: says so once. */
    finish: (): void => {
      if (ready) forward(ready);
      ready = undefined;
    },
  };
}
