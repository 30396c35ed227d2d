import { isSameHash, keyedHash, type Keyring } from '../../../../lib/keyring';

/** Tokens that show that a request was made by a page that may read our answers. */
export interface CsrfTokensService {
  of(sessionId: string): string;
  isOf(sessionId: string, token: string): boolean;
}

/** A signed double-submit token, bound to the session by a key, so that none can be planted. */
export function createCsrfTokensService({ keys }: { keys: Keyring }): CsrfTokensService {
  return {
    of: (sessionId) => keyedHash(keys.current, sessionId).toString('base64url'),

    isOf(sessionId, token) {
      const given = Buffer.from(token, 'base64url');
      return keys.all.some((key) => isSameHash(keyedHash(key, sessionId), given));
    },
  };
}
