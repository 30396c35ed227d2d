import type { Keyring } from './keyring';
import { seal, unseal } from './sealed';

export interface SealedCursors {
  /** The cursor that continues after `position` of the list that `scope` names. */
  seal(position: readonly (string | number)[], scope: string): string;
  /** Where to continue; null when the cursor was not made by us for this very list. */
  open(cursor: string, scope: string): (string | number)[] | null;
}

/**
 * Cursors of lists in the order of names or addresses. What they stand behind is part of them, and
 * addresses of requests are written down in many places, so nobody else can read it.
 */
export function createSealedCursors(keyring: Keyring): SealedCursors {
  return {
    seal: (position, scope) => seal(keyring, scope, JSON.stringify(position)).toString('base64url'),

    open(cursor, scope) {
      const bytes = Buffer.from(cursor, 'base64url');
      // The decoder ignores what it does not know, so only the exact spelling we give out counts.
      if (bytes.toString('base64url') !== cursor) return null;
      try {
        // We wrote it as such a list.
        return JSON.parse(unseal(keyring, scope, bytes)) as (string | number)[];
      } catch {
        // Whatever is wrong with it, it is none of ours for this list.
        return null;
      }
    },
  };
}
