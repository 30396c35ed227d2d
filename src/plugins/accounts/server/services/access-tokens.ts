import { createSecretKey, randomUUID, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Keyring } from '../../../../lib/keyring';
import { ACCOUNT_STATUSES } from '../../contract/principal';
import type { SessionAccount } from '../domain/session';

const ALGORITHM = 'HS256';
/** RFC 9068: so that no other JWT passes for an access token. */
const TYPE = 'at+jwt';
const LONGEST = 2048;
/** For servers whose clocks differ a little. */
const TOLERANCE_SECONDS = 5;

// Strict: what we do not write, such as `crit` or `jku`, is nothing that we would have signed.
const header = z.strictObject({
  alg: z.literal(ALGORITHM),
  typ: z.literal(TYPE),
  kid: z.string(),
});
const claims = z.strictObject({
  iss: z.string(),
  aud: z.string(),
  sub: z.string().min(1),
  sid: z.uuid(),
  jti: z.uuid(),
  iat: z.int(),
  nbf: z.int(),
  exp: z.int(),
  role: z.string(),
  track: z.string().nullable(),
  status: z.enum(ACCOUNT_STATUSES),
});

export type AccessClaims = z.infer<typeof claims>;

export interface AccessTokensService {
  /** Signs a token for the session with the newest key. */
  issue(session: { sessionId: string; account: SessionAccount }): string;
  /** What a token says; null when it is not ours, not yet or no more valid. Asks no database. */
  read(token: string): AccessClaims | null;
  /** The session a token of ours was made for, expired or not; for deciding about forgery only. */
  sessionIdOf(token: string): string | null;
  /** Whether a Bearer value means to be one of our tokens; API tokens of Strapi have no dots. */
  looksLike(token: string): boolean;
}

interface Dependencies {
  keys: Keyring;
  issuer: string;
  lifeSeconds: number;
  now: () => Date;
}

const secondsOf = (moment: Date): number => Math.floor(moment.getTime() / 1000);

/** Access tokens: JWTs that any of the keys may have signed and only one algorithm. */
export function createAccessTokensService({
  keys,
  issuer,
  lifeSeconds,
  now,
}: Dependencies): AccessTokensService {
  const audience = `${issuer}/api`;
  const verifying = new Map<string, KeyObject>(
    keys.all.map(({ id, bytes }) => [id, createSecretKey(bytes)]),
  );
  const signing = createSecretKey(keys.current.bytes);

  function keyOf(token: string): KeyObject | undefined {
    const [head = ''] = token.split('.', 1);
    try {
      const read: unknown = JSON.parse(Buffer.from(head, 'base64url').toString('utf8'));
      const parsed = header.safeParse(read);
      return parsed.success ? verifying.get(parsed.data.kid) : undefined;
    } catch {
      return undefined; // not JSON, so no header of ours
    }
  }

  function verify(token: string, ignoreExpiration: boolean): AccessClaims | null {
    if (token.length > LONGEST) return null;
    const key = keyOf(token);
    if (!key) return null;
    const at = secondsOf(now());
    try {
      const content = jwt.verify(token, key, {
        algorithms: [ALGORITHM],
        issuer,
        audience,
        clockTimestamp: at,
        clockTolerance: TOLERANCE_SECONDS,
        ignoreExpiration,
      });
      const parsed = claims.safeParse(content);
      // The library looks at nbf and exp but not at when a token says that it was made.
      return parsed.success && parsed.data.iat <= at + TOLERANCE_SECONDS ? parsed.data : null;
    } catch (error) {
      if (error instanceof jwt.JsonWebTokenError) return null;
      throw error;
    }
  }

  return {
    issue({ sessionId, account: { documentId, role, track, status } }) {
      const at = secondsOf(now());
      const content: AccessClaims = {
        iss: issuer,
        aud: audience,
        sub: documentId,
        sid: sessionId,
        jti: randomUUID(),
        iat: at,
        nbf: at,
        exp: at + lifeSeconds,
        role,
        track,
        status,
      };
      return jwt.sign(content, signing, {
        algorithm: ALGORITHM,
        header: { alg: ALGORITHM, typ: TYPE, kid: keys.current.id },
      });
    },

    read: (token) => verify(token, false),

    sessionIdOf: (token) => verify(token, true)?.sid ?? null,

    looksLike: (token) => token.split('.').length === 3,
  };
}
