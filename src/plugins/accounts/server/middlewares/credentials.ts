import type { Context, Middleware } from 'koa';
import { ANONYMOUS, type Principal, type UserPrincipal } from '../../contract/principal';
import { leaveCredentials } from '../controllers/request-credentials';
import type { CarriedCookies, SessionCookies } from '../controllers/session-cookies';
import { twoPeople } from '../errors/sessions';
import type { AccessTokensService } from '../services/access-tokens';
import type { PrincipalsService } from '../services/principals';
import type { ForgeryGuard } from './forgery-guard';

const API_PATH = /^\/api(\/|$)/i;
const AUTH_PATH = /^\/api\/auth(\/|$)/i;
const BEARER = /^Bearer +(\S+)$/i;
const NO_COOKIES: CarriedCookies = { access: undefined, refresh: undefined };

interface Dependencies {
  cookies: SessionCookies;
  principals: Pick<PrincipalsService, 'ofToken'>;
  accessTokens: Pick<AccessTokensService, 'looksLike'>;
  guard: ForgeryGuard;
}

interface Found {
  user: UserPrincipal | null;
  isSignedInByCookie: boolean;
  isRefused: boolean;
}

const NOBODY: Found = { user: null, isSignedInByCookie: false, isRefused: false };

/**
 * Finds out who sent a request under `/api` and leaves it on the context; refuses what a foreign
 * page may have made. It answers no 401 itself: routes that ask who is there do (`strategy.ts`), and
 * they do so for everybody whose token or cookie is not valid (any more), also where strangers may
 * read, so that clients refresh instead of showing less. Routes with `auth: false` (starting,
 * refreshing and ending a session, health, documents) never ask.
 *
 * - No cookie and no Authorization: nobody; costs no look into the database.
 * - A Bearer value that has not the form of our tokens is left to Strapi's API tokens, unless
 *   cookies are valid too: then the request is of two.
 * - Bearer and cookie of one person count as cookie; of two people they are refused. A Bearer token
 *   is sent on purpose, so one that is not valid counts, whatever the cookies are; a cookie comes by
 *   itself, so one that is not valid does not matter beside a Bearer token that is.
 * - Failures of the database are thrown, never taken for "nobody".
 */
export function createCredentials({
  cookies,
  principals,
  accessTokens,
  guard,
}: Dependencies): Middleware {
  async function find(bearer: string | undefined, { access }: CarriedCookies): Promise<Found> {
    const byCookie = access === undefined ? null : await principals.ofToken(access);
    const isSignedInByCookie = byCookie !== null;
    if (bearer === undefined) {
      const isRefused = access !== undefined && !byCookie;
      return { user: byCookie, isSignedInByCookie, isRefused };
    }
    if (!accessTokens.looksLike(bearer)) {
      if (byCookie) throw twoPeople();
      return { user: null, isSignedInByCookie, isRefused: false };
    }
    const byBearer = await principals.ofToken(bearer);
    if (byBearer && byCookie && byBearer.userId !== byCookie.userId) throw twoPeople();
    const user = byBearer && (byCookie ?? byBearer);
    return { user, isSignedInByCookie, isRefused: !byBearer };
  }

  function leave(ctx: Context, carried: CarriedCookies, { user, ...found }: Found): void {
    const principal: Principal = user ?? ANONYMOUS;
    Object.assign(ctx.state, { principal });
    leaveCredentials(ctx, { cookies, carried, ...found });
  }

  return (ctx: Context, next: () => Promise<unknown>) => {
    if (!API_PATH.test(ctx.path)) return next();
    if (AUTH_PATH.test(ctx.path)) ctx.set('Cache-Control', 'no-store');
    const { authorization, cookie } = ctx.headers;
    const carried = cookie === undefined ? NO_COOKIES : cookies.read(ctx);
    guard(ctx, carried);
    const bearer = BEARER.exec(authorization ?? '')?.[1];
    if (bearer === undefined && carried.access === undefined) {
      leave(ctx, carried, NOBODY);
      return next();
    }
    return find(bearer, carried).then((found) => {
      leave(ctx, carried, found);
      // Understood; Strapi would ask the database for an API token of this name first.
      if (found.user && bearer !== undefined) delete ctx.headers.authorization;
      return next();
    });
  };
}
