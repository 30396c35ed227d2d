import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { Keyring } from '../../../../lib/keyring';
import type { UserPrincipal } from '../../contract/principal';
import type { RequestOrigin } from '../../contract/request-origin';
import type { SecurityEvents } from '../../contract/security-event';
import { describeDevice } from '../domain/device';
import { hashRefreshToken, makeRefreshToken } from '../domain/refresh-token';
import type { SessionEndReason, SessionMethod, StartedSession } from '../domain/session';
import { notSignedIn, unknownSession } from '../errors/sessions';
import type { RefreshTokenRepository } from '../repositories/refresh-tokens';
import type { SessionListing, SessionRepository } from '../repositories/sessions';
import type { PrincipalsService } from './principals';
import type { SessionIssuer, SessionLifetimes } from './session-issuer';

/** More at once are scripts that sign in instead of refreshing; the least used ones end. */
const MOST_SESSIONS_OF_A_PERSON = 100;
const KEPT_AFTER_END_MS = 30 * 86_400_000;
const DELETED_AT_ONCE = 500;

export interface SessionStart {
  userId: number;
  method: SessionMethod;
  origin: RequestOrigin;
}

/** Whose sessions end, and which of them. */
export interface SignOut {
  session: { id: string; userId: number; documentId: string };
  scope: 'current' | 'all';
  origin: RequestOrigin;
}

export interface SessionsService {
  /**
   * Starts a session for somebody who has just proven who they are. Locks the account's row: a
   * password that changes at the same moment ends this session too.
   * @throws Problem `unauthenticated` when the account is not active (any more).
   */
  start(trx: Knex.Transaction, start: SessionStart): Promise<StartedSession>;
  /** Ends the live sessions of a person, but one if told so; resolves to how many. */
  endAll(
    trx: Knex.Transaction,
    all: { userId: number; reason: SessionEndReason; exceptSessionId?: string | undefined },
  ): Promise<number>;
  /** Makes this server see at once what was committed about a person; others see it in seconds. */
  forgetCached(userId: number): void;
  list(principal: UserPrincipal): Promise<SessionListing[]>;
  /** @throws Problem `not-found` when it is not a live session of this person. */
  revoke(principal: UserPrincipal, sessionId: string, origin: RequestOrigin): Promise<void>;
  /** Resolves to how many sessions were ended. */
  signOut(signOut: SignOut): Promise<number>;
  /** Deletes sessions that have been over for 30 days, with their tokens; resolves to how many. */
  cleanUp(db: Knex): Promise<number>;
}

interface Dependencies {
  db: () => Knex;
  sessions: SessionRepository;
  refreshTokens: RefreshTokenRepository;
  issuer: SessionIssuer;
  principals: PrincipalsService;
  securityEvents: () => SecurityEvents;
  keys: Keyring;
  lifetimes: SessionLifetimes;
  random: (bytes: number) => Buffer;
  now: () => Date;
}

export function createSessionsService({
  db,
  sessions,
  refreshTokens,
  issuer,
  principals,
  securityEvents,
  keys,
  lifetimes,
  random,
  now,
}: Dependencies): SessionsService {
  return {
    async start(trx, { userId, method, origin }) {
      const at = now();
      const account = await sessions.admit(trx, userId, at);
      if (!account) throw notSignedIn();
      const { replacesSessionId, transport, address, userAgent } = origin;
      if (replacesSessionId !== undefined) {
        await sessions.end(trx, { id: replacesSessionId, userId, reason: 'replaced', at });
      }
      const expiresAt = new Date(at.getTime() + lifetimes.longestSeconds * 1000);
      const idleExpiresAt = issuer.idleExpiryOf(at, expiresAt);
      const refreshToken = makeRefreshToken(randomUUID(), random(32));
      const { sessionId } = refreshToken;
      await sessions.insert(trx, {
        id: sessionId,
        userId,
        transport,
        method,
        address,
        device: describeDevice(userAgent),
        createdAt: at,
        idleExpiresAt,
        expiresAt,
      });
      const hash = hashRefreshToken(keys.current, refreshToken);
      await refreshTokens.insert(trx, { sessionId, hash, issuedAt: at });
      await sessions.endBeyond(trx, { userId, keep: MOST_SESSIONS_OF_A_PERSON, at });
      return issuer.issue({ transport, account, refreshToken, idleExpiresAt, at });
    },

    endAll: (trx, { userId, reason, exceptSessionId = null }) =>
      sessions.endAll(trx, { userId, reason, exceptSessionId, at: now() }),

    forgetCached: (userId) => principals.forget(userId),

    list: ({ userId }) => sessions.list(db(), userId, now()),

    async revoke({ userId, documentId }, id, origin) {
      await db().transaction(async (trx) => {
        const isEnded = await sessions.end(trx, { id, userId, reason: 'revoked', at: now() });
        if (!isEnded) throw unknownSession();
        await securityEvents().record(trx, {
          type: 'session-revoked',
          actor: { kind: 'user', id: documentId },
          targetId: documentId,
          origin,
        });
      });
      principals.forget(userId);
    },

    async signOut({ session: { id, userId, documentId }, scope, origin }) {
      const at = now();
      const ended = await db().transaction(async (trx) => {
        const count =
          scope === 'current'
            ? Number(await sessions.end(trx, { id, userId, reason: 'signed-out', at }))
            : await sessions.endAll(trx, {
                userId,
                reason: 'signed-out-everywhere',
                exceptSessionId: null,
                at,
              });
        await securityEvents().record(trx, {
          type: 'signed-out',
          actor: { kind: 'user', id: documentId },
          targetId: documentId,
          origin,
          details: { scope, sessions: count },
        });
        return count;
      });
      principals.forget(userId);
      return ended;
    },

    async cleanUp(anyDb) {
      const before = new Date(now().getTime() - KEPT_AFTER_END_MS);
      let deleted = 0;
      for (;;) {
        const count = await sessions.deleteOver(anyDb, { before, limit: DELETED_AT_ONCE });
        deleted += count;
        if (count < DELETED_AT_ONCE) return deleted;
      }
    },
  };
}
