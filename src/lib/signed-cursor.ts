import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

const MAC_BYTES = 16;
const POSITION_BYTES = 8;

export interface CursorSigner {
  /** The cursor that continues after row `afterId` of the list that `scope` names. */
  sign: (afterId: number, scope: string) => string;
  /** The row to continue after; `null` when the cursor was not made by us for this very list. */
  read: (cursor: string, scope: string) => number | null;
}

/**
 * Opaque list cursors: the last row's id and a MAC over it and the scope, which says which question
 * was asked and what the asker may see. Signs with the first key, reads with any, so keys can rotate.
 * @param purpose keeps the cursors of one kind of list from being read by another.
 */
export function createCursorSigner(keys: readonly string[], purpose: string): CursorSigner {
  const derived = keys.map((key) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32)));
  const [signingKey] = derived;
  if (!signingKey) throw new Error('A cursor needs at least one key to be signed with.');

  const macOf = (key: Buffer, position: Buffer, scope: string): Buffer =>
    createHmac('sha256', key).update(position).update(scope).digest().subarray(0, MAC_BYTES);

  return {
    sign(afterId, scope) {
      const position = Buffer.alloc(POSITION_BYTES);
      position.writeBigUInt64BE(BigInt(afterId));
      return Buffer.concat([position, macOf(signingKey, position, scope)]).toString('base64url');
    },
    read(cursor, scope) {
      const bytes = Buffer.from(cursor, 'base64url');
      // The decoder ignores what it does not know, so only the exact spelling we give out counts.
      const isOurSpelling = bytes.toString('base64url') === cursor;
      if (!isOurSpelling || bytes.length !== POSITION_BYTES + MAC_BYTES) return null;
      const position = bytes.subarray(0, POSITION_BYTES);
      const mac = bytes.subarray(POSITION_BYTES);
      const isOurs = derived.some((key) => timingSafeEqual(mac, macOf(key, position, scope)));
      return isOurs ? Number(position.readBigUInt64BE()) : null;
    },
  };
}
