import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** One 256-bit key, and a short name for it that may be stored beside what it made. */
export interface Key {
  id: string;
  bytes: Buffer;
}

/** The keys of one purpose. The first makes what is new; all of them are tried on what is old. */
export interface Keyring {
  current: Key;
  all: readonly Key[];
}

const KEY_BYTES = 32;

function deriveKey(secret: string, purpose: string): Key {
  const bytes = Buffer.from(hkdfSync('sha256', secret, 'shoal', purpose, KEY_BYTES));
  return { id: createHash('sha256').update(bytes).digest('hex').slice(0, 8), bytes };
}

/**
 * Derives the keys of `purpose` from a list of secrets, newest first (HKDF-SHA-256, RFC 5869), so
 * that what was made for one purpose is worth nothing for another.
 */
export function createKeyring(secrets: readonly string[], purpose: string): Keyring {
  const all = secrets.map((secret) => deriveKey(secret, purpose));
  const [current] = all;
  if (!current) throw new Error(`No secret was given for "${purpose}"`);
  return { current, all };
}

/** Keyed hash (HMAC-SHA-256) of `parts`, whose borders count. */
export function keyedHash(key: Key, ...parts: (string | Buffer)[]): Buffer {
  const hmac = createHmac('sha256', key.bytes);
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hmac.update(length).update(bytes);
  }
  return hmac.digest();
}

/** Whether two hashes are equal, in a time that does not tell where they differ. */
export const isSameHash = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other);
