import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Key, Keyring } from './keyring';

const CIPHER = 'aes-256-gcm';
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const keyIdOf = (key: Key): Buffer => Buffer.from(key.id, 'hex');

/**
 * Encrypts `text` so that only the keyring opens it, and only for the same `owner` (such as the id
 * of its row). What comes out: key id, nonce, tag, ciphertext. Nonces are random, which NIST
 * SP 800-38D allows for 2^32 texts under one key.
 */
export function seal({ current }: Keyring, owner: string, text: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, current.bytes, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(owner));
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([keyIdOf(current), nonce, cipher.getAuthTag(), content]);
}

/**
 * Opens what `seal` made, also under a key that is no longer the first.
 * @throws Error when no key fits, when it was changed, or when it is somebody else's.
 */
export function unseal({ all }: Keyring, owner: string, sealed: Buffer): string {
  const keyId = sealed.subarray(0, KEY_ID_BYTES);
  const key = all.find((candidate) => keyIdOf(candidate).equals(keyId));
  if (!key) throw new Error('None of the secrets opens this; the one that sealed it is gone');
  let at = KEY_ID_BYTES;
  const next = (length: number) => sealed.subarray(at, (at += length));
  const decipher = createDecipheriv(CIPHER, key.bytes, next(NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(owner));
  decipher.setAuthTag(next(TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(at)), decipher.final()]).toString('utf8');
}
