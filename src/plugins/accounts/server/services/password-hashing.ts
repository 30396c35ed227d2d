import { pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import argon2 from 'argon2';
import bcrypt from 'bcryptjs';
import { normalisePassword } from '../domain/password-policy';
import { ARGON2_PARAMETERS, BCRYPT_BYTES, type StoredPassword } from '../domain/stored-password';
import type { PasswordCheck } from './passwords';

const derive = promisify(pbkdf2);

/** A new Argon2id hash of a normalised password. */
export const makeHash = (password: string): Promise<string> =>
  argon2.hash(password, { type: argon2.argon2id, ...ARGON2_PARAMETERS });

/** Checks a password as whoever made the hash would: only our own are of the normalised form. */
export async function checkHash(password: string, stored: StoredPassword): Promise<PasswordCheck> {
  switch (stored.kind) {
    case 'argon2id': {
      const matches = await argon2.verify(stored.encoded, normalisePassword(password));
      const needsUpgrade = argon2.needsRehash(stored.encoded, ARGON2_PARAMETERS);
      return { matches, needsUpgrade: matches && needsUpgrade };
    }
    case 'bcrypt': {
      const matches = await bcrypt.compare(password, stored.encoded);
      // Behind its 72 bytes bcrypt proves nothing, so a slip there must not become the password.
      const isProvenInFull = Buffer.byteLength(password) <= BCRYPT_BYTES;
      return { matches, needsUpgrade: matches && isProvenInFull };
    }
    case 'pbkdf2-sha256': {
      const { salt, iterations, digest } = stored;
      const made = await derive(password, salt, iterations, digest.length, 'sha256');
      const matches = timingSafeEqual(made, digest);
      return { matches, needsUpgrade: matches };
    }
  }
}
