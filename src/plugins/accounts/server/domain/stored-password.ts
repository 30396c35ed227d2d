import { randomBytes } from 'node:crypto';

/** OWASP's and ASVS's least: 19 MiB, two passes, one lane. A new number upgrades hashes on sign-in. */
export const ARGON2_PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Older and imported hashes may ask for work; more than this is a fault of whoever made them. */
const MAX_BCRYPT_ROUNDS = 14;
const MAX_PBKDF2_ITERATIONS = 3_000_000;
const MAX_ARGON2_MEMORY_KIB = 65_536;
const MAX_ARGON2_PASSES = 10;
const MAX_ARGON2_LANES = 4;

/** bcrypt sees no more of a password than this. */
export const BCRYPT_BYTES = 72;

/** A hash as it stands in the user's row, and who made it. */
export type StoredPassword =
  | { kind: 'argon2id'; encoded: string }
  /** Made by Strapi. */
  | { kind: 'bcrypt'; encoded: string }
  /** Made by Django. */
  | { kind: 'pbkdf2-sha256'; iterations: number; salt: string; digest: Buffer };

/** Libraries write the parameters in different orders. */
const ARGON2ID = /^\$argon2id\$v=19\$([a-z0-9=,]{1,40})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{43}$/;
const BCRYPT = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/;
const PBKDF2 = /^pbkdf2_sha256\$(\d{1,8})\$([^$]{1,128})\$([A-Za-z0-9+/]{43}=)$/;

function asksForReasonableWork(parameters: string): boolean {
  const given = new Map(
    parameters.split(',').map((pair): [string, number] => [pair.slice(0, 2), +pair.slice(2)]),
  );
  const isWithin = (name: string, most: number) => {
    const value = given.get(name) ?? NaN;
    return value >= 1 && value <= most;
  };
  return (
    isWithin('m=', MAX_ARGON2_MEMORY_KIB) &&
    isWithin('t=', MAX_ARGON2_PASSES) &&
    isWithin('p=', MAX_ARGON2_LANES)
  );
}

/** Reads a stored hash; null for what is none or asks for an unreasonable amount of work. */
export function readStoredPassword(stored: string): StoredPassword | null {
  const [, parameters] = ARGON2ID.exec(stored) ?? [];
  if (parameters !== undefined) {
    return asksForReasonableWork(parameters) ? { kind: 'argon2id', encoded: stored } : null;
  }
  const [, rounds] = BCRYPT.exec(stored) ?? [];
  if (rounds !== undefined) {
    return +rounds <= MAX_BCRYPT_ROUNDS ? { kind: 'bcrypt', encoded: stored } : null;
  }
  const [, count, salt = '', digest = ''] = PBKDF2.exec(stored) ?? [];
  const iterations = Number(count ?? 0);
  if (iterations < 1 || iterations > MAX_PBKDF2_ITERATIONS) return null;
  return { kind: 'pbkdf2-sha256', iterations, salt, digest: Buffer.from(digest, 'base64') };
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** A hash that no password has, for the same work where there is none to compare with. */
export function makeUnmatchableHash(): string {
  const { memoryCost, timeCost, parallelism } = ARGON2_PARAMETERS;
  const parameters = `m=${memoryCost},t=${timeCost},p=${parallelism}`;
  return `$argon2id$v=19$${parameters}$${base64(randomBytes(16))}$${base64(randomBytes(32))}`;
}
