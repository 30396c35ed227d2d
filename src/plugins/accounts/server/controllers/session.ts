import type { Context } from 'koa';
import { parseInput } from '../../../../lib/parse-input';
import { Problem } from '../../../../lib/problem';
import { principalOf } from '../../contract/principal';
import type { SessionTransport } from '../../contract/request-origin';
import { logoutBody, refreshBody, verifyTokenBody } from '../../contract/sessions';
import { notSignedIn, twoPeople } from '../errors/sessions';
import type { AccessTokensService } from '../services/access-tokens';
import type { CsrfTokensService } from '../services/csrf-tokens';
import type { PrincipalsService } from '../services/principals';
import type { RefreshService } from '../services/refresh';
import type { SessionsService, SignOut } from '../services/sessions';
import { answerWithSession, requestOriginOf } from './present-session';
import { credentialsOf, hasRefusedCredentials } from './request-credentials';

interface Dependencies {
  sessions: SessionsService;
  refresh: RefreshService;
  principals: PrincipalsService;
  accessTokens: AccessTokensService;
  csrfTokens: CsrfTokensService;
}

type BodyContext = Context & { request: { body?: unknown } };

const bodyOf = (ctx: BodyContext): unknown => ctx.request.body ?? {};

/** The session that a request comes with: `/api/auth/refresh`, `/logout`, `/csrf`, `/token/verify`. */
export function createSessionController({
  sessions,
  refresh,
  principals,
  accessTokens,
  csrfTokens,
}: Dependencies) {
  /** Of the person who is signed in, or of the refresh cookie when the access token is too old. */
  async function currentSession(ctx: Context): Promise<SignOut['session'] | null> {
    const principal = principalOf(ctx);
    if (principal.kind === 'user') return { ...principal, id: principal.sessionId };
    const { carried } = credentialsOf(ctx);
    const known = carried.refresh ? await refresh.sessionOf(carried.refresh, 'cookie') : null;
    return known && { ...known.account, id: known.id };
  }

  function presentedToken(ctx: BodyContext): { token: string; transport: SessionTransport } {
    const { refreshToken } = parseInput(refreshBody, bodyOf(ctx), 'body');
    const { refresh: carried } = credentialsOf(ctx).carried;
    if (carried !== undefined && refreshToken !== undefined) throw twoPeople();
    if (carried !== undefined) return { token: carried, transport: 'cookie' };
    if (refreshToken === undefined) throw notSignedIn();
    return { token: refreshToken, transport: 'token' };
  }

  return {
    async refresh(ctx: BodyContext): Promise<void> {
      const { token, transport } = presentedToken(ctx);
      const { cookies } = credentialsOf(ctx);
      try {
        const origin = { ...requestOriginOf(ctx), transport };
        answerWithSession(ctx, await refresh.refresh(token, origin));
      } catch (error) {
        // Cookies of a session that is over would be refused with every request from here on.
        if (transport === 'cookie' && isRefusal(error)) cookies.clear(ctx);
        throw error;
      }
    },

    /** Ends the session on the server; without one there is nothing to end, and that is no error. */
    async logout(ctx: BodyContext): Promise<void> {
      const { scope } = parseInput(logoutBody, bodyOf(ctx), 'body');
      const session = await currentSession(ctx);
      const { carried, cookies } = credentialsOf(ctx);
      const isCookieClient = carried.access !== undefined || carried.refresh !== undefined;
      // Its session may be alive although the token is not: it has to refresh before.
      if (!session && !isCookieClient && hasRefusedCredentials(ctx)) throw notSignedIn();
      const origin = requestOriginOf(ctx);
      const ended = session ? await sessions.signOut({ session, scope, origin }) : 0;
      if (isCookieClient) cookies.clear(ctx);
      ctx.body = { data: { ended } };
    },

    async csrf(ctx: Context): Promise<void> {
      const session = await currentSession(ctx);
      if (!session) {
        // Without its token a browser can neither refresh nor sign out: cookies of a session that is
        // over would have every request refused.
        const { carried, cookies } = credentialsOf(ctx);
        if (carried.access !== undefined || carried.refresh !== undefined) cookies.clear(ctx);
        throw notSignedIn();
      }
      ctx.body = { data: { csrfToken: csrfTokens.of(session.id) } };
    },

    async verifyToken(ctx: BodyContext): Promise<void> {
      const { token } = parseInput(verifyTokenBody, bodyOf(ctx), 'body');
      const principal = await principals.ofToken(token);
      const claims = principal && accessTokens.read(token);
      if (!claims) throw notSignedIn();
      const { role, track, status } = principal;
      const expiresAt = new Date(claims.exp * 1000).toISOString();
      ctx.body = { data: { valid: true, role, track, status, expiresAt } };
    },
  };
}

const isRefusal = (error: unknown): boolean => error instanceof Problem && error.status === 401;
