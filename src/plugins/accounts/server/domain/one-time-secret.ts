import { keyedHash, type Keyring } from '../../../../lib/keyring';
import { uuidFromBytes, uuidToBytes } from '../../../../lib/uuid-bytes';
import type { FlowPurpose } from './flow';

const ID_BYTES = 16;
const SECRET_BYTES = 32;
const SPELLED_LENGTH = 64;
const CODE_COUNT = 1_000_000;
const CODE_DIGITS = 6;
const BROWSER_SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Where secrets come from; must be fit for keys. */
export interface SecretSource {
  bytes(count: number): Buffer;
  /** A whole number from 0 up to, without, `end`. */
  below(end: number): number;
}

/** A link: the id of its flow, so that the row is found by its key, and 256 bits. */
export interface LinkToken {
  flowId: string;
  secret: Buffer;
}

export const makeLinkToken = (flowId: string, source: SecretSource): LinkToken => ({
  flowId,
  secret: source.bytes(SECRET_BYTES),
});

export const spellLinkToken = ({ flowId, secret }: LinkToken): string =>
  Buffer.concat([uuidToBytes(flowId), secret]).toString('base64url');

/** The token behind its text; null when it was not spelled by us. */
export function readLinkToken(text: string): LinkToken | null {
  if (text.length !== SPELLED_LENGTH) return null;
  const bytes = Buffer.from(text, 'base64url');
  // The decoder ignores what it does not know, so only the exact spelling we give out counts.
  if (bytes.length !== ID_BYTES + SECRET_BYTES || bytes.toString('base64url') !== text) return null;
  return {
    flowId: uuidFromBytes(bytes.subarray(0, ID_BYTES)),
    secret: bytes.subarray(ID_BYTES),
  };
}

export const makeCode = (source: SecretSource): string =>
  String(source.below(CODE_COUNT)).padStart(CODE_DIGITS, '0');

export const makeBrowserSecret = (source: SecretSource): string =>
  source.bytes(SECRET_BYTES).toString('base64url');

/** Whether a cookie holds what we put into it; anything else is as good as no cookie. */
export const isBrowserSecret = (text: string | undefined): text is string =>
  text !== undefined && BROWSER_SECRET.test(text);

/** What a secret is for; the same digits are worth nothing elsewhere. */
export interface SecretUse {
  kind: 'link' | 'code' | 'browser';
  purpose: FlowPurpose;
  flowId: string;
}

/**
 * The hashes under which a secret may be stored, one for each key, the one for new secrets first.
 * A code has 20 bits only: what keeps it is the key outside of the database, five tries and ten
 * minutes, not the hash function.
 */
export const hashesOfSecret = (
  { all }: Keyring,
  { kind, purpose, flowId }: SecretUse,
  secret: string | Buffer,
): Buffer[] => all.map((key) => keyedHash(key, kind, purpose, flowId, secret));
