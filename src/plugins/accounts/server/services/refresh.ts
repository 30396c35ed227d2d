import type { Knex } from 'knex';
import { isSameHash, type Keyring } from '../../../../lib/keyring';
import type { RequestOrigin, SessionTransport } from '../../contract/request-origin';
import type { SecurityEvents } from '../../contract/security-event';
import { describeDevice } from '../domain/device';
import {
  childOf,
  hashesOfRefreshToken,
  hashRefreshToken,
  readRefreshToken,
  type RefreshToken,
} from '../domain/refresh-token';
import type { SessionAccount, StartedSession } from '../domain/session';
import { notSignedIn } from '../errors/sessions';
import type { RefreshTokenRepository } from '../repositories/refresh-tokens';
import type { KnownSession, SessionRepository } from '../repositories/sessions';
import type { PrincipalsService } from './principals';
import type { SessionIssuer } from './session-issuer';

/** Tabs that refresh at once, and answers that got lost, present the parent again within this. */
const GRACE_MS = 10_000;

const isInGrace = (replacedAt: Date, at: Date): boolean =>
  at.getTime() - replacedAt.getTime() <= GRACE_MS;

/** Tells the person of a session that somebody used an old refresh token, within the transaction. */
export type ReuseNotice = (
  trx: Knex.Transaction,
  reuse: { account: SessionAccount; device: string; at: Date },
) => Promise<void>;

export interface RefreshService {
  /**
   * Swaps a refresh token for its child and a new access token.
   * @throws Problem `unauthenticated`; what ended the session is committed nevertheless.
   */
  refresh(token: string, origin: RequestOrigin): Promise<StartedSession>;
  /** The live session that a refresh token belongs to, without using the token. */
  sessionOf(token: string, transport: SessionTransport): Promise<KnownSession | null>;
}

interface Dependencies {
  db: () => Knex;
  sessions: SessionRepository;
  refreshTokens: RefreshTokenRepository;
  issuer: SessionIssuer;
  principals: PrincipalsService;
  securityEvents: () => SecurityEvents;
  notifyOfReuse: ReuseNotice;
  keys: Keyring;
  now: () => Date;
}

interface Rotation {
  trx: Knex.Transaction;
  session: KnownSession;
  token: RefreshToken;
  origin: RequestOrigin;
  at: Date;
}

type Outcome = { started: StartedSession } | { started: null; endedOf?: number };

const REFUSED: Outcome = { started: null };

export function createRefreshService({
  db,
  sessions,
  refreshTokens,
  issuer,
  principals,
  securityEvents,
  notifyOfReuse,
  keys,
  now,
}: Dependencies): RefreshService {
  const answer = ({ session, at }: Rotation, child: RefreshToken): StartedSession => {
    const { transport, account, expiresAt } = session;
    const idleExpiresAt = issuer.idleExpiryOf(at, expiresAt);
    return issuer.issue({ transport, account, refreshToken: child, idleExpiresAt, at });
  };

  async function rotate(rotation: Rotation, parentHash: Buffer): Promise<StartedSession> {
    const { trx, session, token, origin, at } = rotation;
    const { id } = session;
    const child = childOf(keys.current, token);
    await refreshTokens.replace(trx, parentHash, at);
    const hash = hashRefreshToken(keys.current, child);
    await refreshTokens.insert(trx, { sessionId: id, hash, issuedAt: at });
    await sessions.prolong(trx, {
      id,
      at,
      idleExpiresAt: issuer.idleExpiryOf(at, session.expiresAt),
      address: origin.address,
      device: describeDevice(origin.userAgent),
    });
    return answer(rotation, child);
  }

  /** The child of a replaced token, if that is the newest token of the session; made by any key. */
  async function newestChild({ trx, token }: Rotation): Promise<RefreshToken | undefined> {
    const children = keys.all.map((key) => childOf(key, token));
    const hashed = children.flatMap((child) =>
      hashesOfRefreshToken(keys, child).map((hash) => ({ child, hash })),
    );
    const stored = await refreshTokens.find(
      trx,
      token.sessionId,
      hashed.map(({ hash }) => hash),
    );
    const newest = stored.find(({ replacedAt }) => replacedAt === null);
    return newest && hashed.find(({ hash }) => isSameHash(hash, newest.hash))?.child;
  }

  async function endFamily({ trx, session, origin, at }: Rotation): Promise<void> {
    const { id, account, device } = session;
    const { userId, documentId } = account;
    await sessions.end(trx, { id, userId, reason: 'refresh-token-reused', at });
    await securityEvents().record(trx, {
      type: 'refresh-token-reused',
      actor: { kind: 'anonymous', id: null },
      targetId: documentId,
      origin,
    });
    await notifyOfReuse(trx, { account, device, at });
  }

  /** Never throws for a token that is refused, since what that changed is to be committed. */
  async function use(
    trx: Knex.Transaction,
    token: RefreshToken,
    origin: RequestOrigin,
  ): Promise<Outcome> {
    const session = await sessions.lock(trx, token.sessionId, now());
    if (!session || session.isOver || session.transport !== origin.transport) return REFUSED;
    // Read after the lock was had, which may have taken a while.
    const at = now();
    const rotation: Rotation = { trx, session, token, origin, at };
    const hashes = hashesOfRefreshToken(keys, token);
    const [stored] = await refreshTokens.find(trx, session.id, hashes);
    if (!stored) return REFUSED;
    if (!stored.replacedAt) return { started: await rotate(rotation, stored.hash) };
    const child = isInGrace(stored.replacedAt, at) ? await newestChild(rotation) : undefined;
    if (child) return { started: answer(rotation, child) };
    await endFamily(rotation);
    return { started: null, endedOf: session.account.userId };
  }

  return {
    async refresh(text, origin) {
      const token = readRefreshToken(text);
      if (!token) throw notSignedIn();
      const outcome = await db().transaction((trx) => use(trx, token, origin));
      if (outcome.started) return outcome.started;
      if (outcome.endedOf !== undefined) principals.forget(outcome.endedOf);
      throw notSignedIn();
    },

    async sessionOf(text, transport) {
      const token = readRefreshToken(text);
      const session = token && (await sessions.find(db(), token.sessionId, now()));
      if (!session || session.isOver || session.transport !== transport) return null;
      const hashes = hashesOfRefreshToken(keys, token);
      const stored = await refreshTokens.find(db(), session.id, hashes);
      // One that was replaced long ago may be stolen; it speaks for nobody.
      const isGood = stored.some(({ replacedAt }) => !replacedAt || isInGrace(replacedAt, now()));
      return isGood ? session : null;
    },
  };
}
