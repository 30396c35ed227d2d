import type { SessionTransport } from '../../contract/request-origin';
import { spellRefreshToken, type RefreshToken } from '../domain/refresh-token';
import { presentUser, type SessionAccount, type StartedSession } from '../domain/session';
import type { AccessTokensService } from './access-tokens';
import type { CsrfTokensService } from './csrf-tokens';

export interface SessionLifetimes {
  accessSeconds: number;
  idleSeconds: number;
  longestSeconds: number;
}

interface IssuedFor {
  transport: SessionTransport;
  account: SessionAccount;
  refreshToken: RefreshToken;
  idleExpiresAt: Date;
  at: Date;
}

export interface SessionIssuer {
  /** When a session that was used at `at` is over unless it is used again. */
  idleExpiryOf(at: Date, expiresAt: Date): Date;
  /** What a client needs to use a session from now on. */
  issue(issued: IssuedFor): StartedSession;
}

interface Dependencies {
  lifetimes: SessionLifetimes;
  accessTokens: AccessTokensService;
  csrfTokens: CsrfTokensService;
}

/** What starting and refreshing have in common. */
export function createSessionIssuer({
  lifetimes,
  accessTokens,
  csrfTokens,
}: Dependencies): SessionIssuer {
  return {
    idleExpiryOf: (at, expiresAt) =>
      new Date(Math.min(at.getTime() + lifetimes.idleSeconds * 1000, expiresAt.getTime())),

    issue: ({ transport, account, refreshToken, idleExpiresAt, at }) => ({
      sessionId: refreshToken.sessionId,
      transport,
      accessToken: accessTokens.issue({ sessionId: refreshToken.sessionId, account }),
      refreshToken: spellRefreshToken(refreshToken),
      expiresInSeconds: lifetimes.accessSeconds,
      refreshExpiresInSeconds: Math.ceil((idleExpiresAt.getTime() - at.getTime()) / 1000),
      csrfToken: csrfTokens.of(refreshToken.sessionId),
      user: presentUser(account),
    }),
  };
}
