import { randomBytes } from 'node:crypto';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const LETTERS_AND_DIGITS = `${LETTERS}0123456789`;
const LENGTH = 24;

/** Asking for a few random bytes costs nearly as much as asking for many. */
const POOL_BYTES = 4096;
let pool = Buffer.alloc(0);
let used = 0;

function pooledBytes(size: number): Buffer {
  if (used + size > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += size;
  return pool.subarray(used - size, used);
}

/**
 * Ids in the form of Strapi's own document ids (24 letters and digits, a letter first). Strapi's
 * generator hashes for each id, which costs as much as a whole check of a record.
 */
export function createDocumentId(random: (size: number) => Buffer = pooledBytes): string {
  let id = '';
  while (id.length < LENGTH) {
    for (const byte of random(LENGTH + 8)) {
      if (id.length === LENGTH) break;
      const alphabet = id === '' ? LETTERS : LETTERS_AND_DIGITS;
      // A byte above the last whole round of the alphabet would favour its first letters.
      if (byte >= 256 - (256 % alphabet.length)) continue;
      id += alphabet[byte % alphabet.length];
    }
  }
  return id;
}
