import { LRUCache } from 'lru-cache';
import type { Knex } from 'knex';
import type { LivePrincipals } from '../../contract/live-caller';
import type { UserPrincipal } from '../../contract/principal';
import type { LiveSession, LiveSessionRepository } from '../repositories/live-sessions';
import type { AccessTokensService } from './access-tokens';

/** Revocations, suspensions and changes of role take effect within this, on every server. */
const FRESH_MS = 3_000;
const MOST_SESSIONS = 10_000;
const NOTE_USE_EVERY_MS = 60_000;

export interface PrincipalsService extends LivePrincipals {
  /** Who sent this access token: a person whose session is alive now, or null. */
  ofToken(token: string): Promise<UserPrincipal | null>;
  /** Forgets what is remembered about a person on this server. Call it after a commit. */
  forget(userId: number): void;
}

interface Remembered {
  reading: Promise<LiveSession | null>;
  /** Undefined while the answer is on its way. */
  userId?: number | undefined;
  /** Whether its use was noted lately. */
  isNoted: boolean;
}

const noteBefore = (at: Date): Date => new Date(at.getTime() - NOTE_USE_EVERY_MS);

interface Dependencies {
  db: () => Knex;
  sessions: LiveSessionRepository;
  accessTokens: AccessTokensService;
  now: () => Date;
}

/** Role, track and status come from the database at every look, never from the token. */
export function createPrincipalsService({
  db,
  sessions,
  accessTokens,
  now,
}: Dependencies): PrincipalsService {
  const remembered = new LRUCache<string, Remembered>({ max: MOST_SESSIONS, ttl: FRESH_MS });
  /** How often anything was forgotten. */
  let forgotten = 0;
  const usedSince = new Set<string>();

  async function read(sessionId: string): Promise<LiveSession | null> {
    const at = now();
    const live = await sessions.find(db(), sessionId, at);
    const ifBefore = noteBefore(at);
    if (live && live.lastUsedAt < ifBefore) {
      await sessions.noteUse(db(), [sessionId], { at, ifBefore });
    }
    return live;
  }

  function look(sessionId: string): Promise<LiveSession | null> {
    const found = remembered.get(sessionId);
    if (found) {
      if (!found.isNoted) usedSince.add(sessionId);
      found.isNoted = true;
      return found.reading;
    }
    const entry: Remembered = { reading: read(sessionId), isNoted: true };
    remembered.set(sessionId, entry);
    entry.reading.then(
      (live) => (entry.userId = live?.principal.userId),
      // What could not be read is asked for again.
      () => remembered.delete(sessionId),
    );
    return entry.reading;
  }

  function rememberAll(
    sessionIds: readonly string[],
    found: readonly LiveSession[],
    at: Date,
  ): void {
    for (const sessionId of sessionIds) remembered.delete(sessionId);
    const noted = noteBefore(at);
    for (const live of found) {
      const { sessionId, userId } = live.principal;
      const isNoted = live.lastUsedAt >= noted;
      remembered.set(sessionId, { reading: Promise.resolve(live), userId, isNoted });
    }
  }

  /** Of those that were read for many and used since; in one statement. */
  async function noteUses(at: Date): Promise<void> {
    const ids = [...usedSince];
    usedSince.clear();
    if (ids.length > 0) await sessions.noteUse(db(), ids, { at, ifBefore: noteBefore(at) });
  }

  return {
    async ofToken(token) {
      const claims = accessTokens.read(token);
      if (!claims) return null;
      const live = await look(claims.sid);
      return live?.principal.documentId === claims.sub ? live.principal : null;
    },

    async ofSession(sessionId) {
      return (await look(sessionId))?.principal ?? null;
    },

    async ofSessions(sessionIds) {
      if (sessionIds.length === 0) return new Map();
      const at = now();
      await noteUses(at);
      const before = forgotten;
      const found = await sessions.findMany(db(), sessionIds, at);
      // What was forgotten meanwhile may have changed after this was read.
      if (before === forgotten) rememberAll(sessionIds, found, at);
      return new Map(found.map(({ principal }) => [principal.sessionId, principal]));
    },

    forget(userId) {
      forgotten += 1;
      for (const [sessionId, entry] of remembered.entries()) {
        // One that is still being read may hold what was true before the commit.
        if (entry.userId === undefined || entry.userId === userId) remembered.delete(sessionId);
      }
    },
  };
}
