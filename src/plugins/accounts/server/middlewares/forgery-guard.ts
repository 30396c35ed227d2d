import type { Context } from 'koa';
import { readRefreshToken } from '../domain/refresh-token';
import { mayBeForged } from '../domain/request-forgery';
import { foreignRequest, missingCsrfToken } from '../errors/sessions';
import type { CarriedCookies } from '../controllers/session-cookies';
import type { AccessTokensService } from '../services/access-tokens';
import type { CsrfTokensService } from '../services/csrf-tokens';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * What proves itself by a secret in the body and does not act with the session that the cookies
 * name. Everything else needs the token, so a path that is missing here is only inconvenient.
 */
const PROVEN_BY_SECRET = [
  '/auth/email-change/confirm',
  '/auth/email-change/undo',
  '/auth/login',
  '/auth/magic-link',
  '/auth/password-reset',
  '/auth/password-reset/confirm',
  '/auth/register',
  '/auth/token/verify',
  '/auth/verify',
  '/auth/verify-email',
  '/auth/verify-email/resend',
  '/auth/verify-otp',
];

interface Dependencies {
  /** Where the API begins, `/api`. */
  prefix: string;
  /** Whether pages of an origin may act for people who are signed in here. */
  isListed: (origin: string) => boolean;
  accessTokens: AccessTokensService;
  csrfTokens: CsrfTokensService;
}

/** @throws Problem `csrf-failed` when the request may have been made by a page of somebody else. */
export type ForgeryGuard = (ctx: Context, carried: CarriedCookies) => void;

export function createForgeryGuard({
  prefix,
  isListed,
  accessTokens,
  csrfTokens,
}: Dependencies): ForgeryGuard {
  const needsNoToken = new Set(PROVEN_BY_SECRET.map((path) => prefix + path));

  /** The sessions that the cookies name. Expired ones too: who refreshes has to show the token. */
  function sessionsOf({ access, refresh }: CarriedCookies): string[] {
    const named = [
      access && accessTokens.sessionIdOf(access),
      refresh && readRefreshToken(refresh)?.sessionId,
    ];
    return named.filter((id) => typeof id === 'string');
  }

  return (ctx, carried) => {
    if (SAFE_METHODS.has(ctx.method)) return;
    const carriesCookies = carried.access !== undefined || carried.refresh !== undefined;
    const source = {
      site: ctx.get('Sec-Fetch-Site'),
      origin: ctx.get('Origin'),
      referer: ctx.get('Referer'),
      carriesCookies,
      carriesAuthorization: ctx.headers.authorization !== undefined,
    };
    if (mayBeForged(source, isListed)) throw foreignRequest();
    if (!carriesCookies || needsNoToken.has(ctx.path)) return;
    // Cookies that name no session sign nobody in, so there is nobody to act for.
    const sessions = sessionsOf(carried);
    const token = ctx.get('X-CSRF-Token');
    if (sessions.length > 0 && !sessions.some((id) => csrfTokens.isOf(id, token))) {
      throw missingCsrfToken();
    }
  };
}
