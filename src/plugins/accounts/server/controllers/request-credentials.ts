import type { ParameterizedContext } from 'koa';
import type { CarriedCookies, SessionCookies } from './session-cookies';

/** What the credentials middleware found on a request under `/api`, beside who sent it. */
export interface RequestCredentials {
  cookies: SessionCookies;
  carried: CarriedCookies;
  /** The session of these cookies is alive, whatever else was sent. */
  isSignedInByCookie: boolean;
  /** Something was sent to sign in with that is not valid (any more), so that nobody is signed in. */
  isRefused: boolean;
}

interface CredentialsState {
  credentials?: RequestCredentials;
}

export function leaveCredentials(ctx: ParameterizedContext, found: RequestCredentials): void {
  (ctx.state as CredentialsState).credentials = found;
}

/** Whether the sender believes to be signed in and is not. */
export const hasRefusedCredentials = (ctx: ParameterizedContext): boolean =>
  // Koa leaves its state untyped; nothing else writes this name.
  (ctx.state as CredentialsState).credentials?.isRefused === true;

/** @throws Error where the credentials middleware did not run, which is outside of `/api`. */
export function credentialsOf(ctx: ParameterizedContext): RequestCredentials {
  const { credentials } = ctx.state as CredentialsState;
  if (!credentials) throw new Error('plugin::accounts.credentials is not in config/middlewares');
  return credentials;
}
