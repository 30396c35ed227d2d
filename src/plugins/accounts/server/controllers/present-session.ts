import type { Context } from 'koa';
import { originOf } from '../../contract/acting-person';
import { principalOf, type UserPrincipal } from '../../contract/principal';
import type { RequestOrigin } from '../../contract/request-origin';
import type { StartedSession } from '../domain/session';
import { notSignedIn, staleSignIn } from '../errors/sessions';
import { credentialsOf } from './request-credentials';

const RECENT_MS = 5 * 60_000;

/** Where a request came from; a browser that is signed in has its session replaced by a new one. */
export function requestOriginOf(ctx: Context): RequestOrigin {
  const principal = principalOf(ctx);
  const { isSignedInByCookie } = credentialsOf(ctx);
  const asksForCookies = ctx.get('X-Session-Transport').toLowerCase() === 'cookie';
  return {
    ...originOf(ctx, asksForCookies || isSignedInByCookie ? 'cookie' : 'token'),
    ...(principal.kind === 'user' &&
      isSignedInByCookie && { replacesSessionId: principal.sessionId }),
  };
}

/** Answers with a session that was started or refreshed: in cookies, or as tokens in the body. */
export function answerWithSession(ctx: Context, started: StartedSession): void {
  const { transport, accessToken, refreshToken, csrfToken, user } = started;
  const expiresIn = started.expiresInSeconds;
  if (transport === 'cookie') {
    credentialsOf(ctx).cookies.write(ctx, started);
    ctx.body = { data: { user, expiresIn, csrfToken } };
    return;
  }
  ctx.body = { data: { accessToken, refreshToken, expiresIn, user } };
}

/** @throws Problem `unauthenticated` when nobody is signed in. */
export function requireUser(ctx: Context): UserPrincipal {
  const principal = principalOf(ctx);
  if (principal.kind !== 'user') throw notSignedIn();
  return principal;
}

/** @throws Problem `reauthentication-required` when the last proof is older than five minutes. */
export function requireRecentSignIn(principal: UserPrincipal, now = new Date()): void {
  if (now.getTime() - principal.authenticatedAt.getTime() > RECENT_MS) throw staleSignIn();
}
