import { createHash } from 'node:crypto';

/** Crockford's alphabet: nothing that looks like something else, since people type this into phones. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 26;

/** 130 random bits. */
export const makeDeviceToken = (random: (size: number) => Buffer): string =>
  [...random(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');

/** What is stored of a token; null for what cannot be one. Case and dashes do not matter. */
export function hashOfDeviceToken(text: string): Buffer | null {
  if (text.length > 2 * LENGTH) return null;
  const token = text.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');
  if (token.length !== LENGTH) return null;
  return createHash('sha256').update(token).digest();
}
