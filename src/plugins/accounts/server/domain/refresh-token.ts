import { keyedHash, type Key, type Keyring } from '../../../../lib/keyring';
import { uuidFromBytes, uuidToBytes } from '../../../../lib/uuid-bytes';

const ID_BYTES = 16;
const SECRET_BYTES = 32;
const SPELLED_LENGTH = 64;

/** An opaque refresh token: the id of its session, so that the row can be locked, and 256 bits. */
export interface RefreshToken {
  sessionId: string;
  bytes: Buffer;
}

/** A token of the session with these 32 bytes as its secret. */
export function makeRefreshToken(sessionId: string, secret: Buffer): RefreshToken {
  if (secret.length !== SECRET_BYTES) throw new Error(`A secret has ${SECRET_BYTES} bytes`);
  return { sessionId, bytes: Buffer.concat([uuidToBytes(sessionId), secret]) };
}

export const spellRefreshToken = ({ bytes }: RefreshToken): string => bytes.toString('base64url');

/** The token behind its text; null when it was not spelled by us. */
export function readRefreshToken(text: string): RefreshToken | null {
  if (text.length !== SPELLED_LENGTH) return null;
  const bytes = Buffer.from(text, 'base64url');
  // The decoder ignores what it does not know, so only the exact spelling we give out counts.
  if (bytes.length !== ID_BYTES + SECRET_BYTES || bytes.toString('base64url') !== text) return null;
  return { sessionId: uuidFromBytes(bytes.subarray(0, ID_BYTES)), bytes };
}

/** What is stored of a token: worth nothing without the key, which is not in the database. */
export const hashRefreshToken = (key: Key, { bytes }: RefreshToken): Buffer =>
  keyedHash(key, 'token', bytes);

/** The hashes under which a token may be stored: one for each key that may have been current. */
export const hashesOfRefreshToken = ({ all }: Keyring, token: RefreshToken): Buffer[] =>
  all.map((key) => hashRefreshToken(key, token));

/**
 * The token that takes the place of `parent`. It follows from the parent and the key, so that a
 * repeated refresh can be answered with the same child although no token is stored.
 */
export const childOf = (key: Key, parent: RefreshToken): RefreshToken =>
  makeRefreshToken(parent.sessionId, keyedHash(key, 'child', parent.bytes));
