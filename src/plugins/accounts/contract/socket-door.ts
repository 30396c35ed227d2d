import type { IncomingMessage } from 'node:http';
import type { UserPrincipal } from './principal';

/**
 * Service `socketDoor`: what the credentials middleware does for requests of the API, for connections
 * that stay open and pass no middleware.
 */
export interface SocketDoor {
  /** Whether pages of this origin may act for people who are signed in here. */
  isAllowedOrigin(origin: string): boolean;
  /**
   * Whether a page that has no business here may have opened this: it says a foreign origin or `null`,
   * or cookies of ours come along and no origin does. Who says no origin and has no cookie is no browser.
   */
  mayBeForged(request: IncomingMessage): boolean;
  /** The client's address behind the trusted proxies. */
  addressOf(request: IncomingMessage): string;
  /** The person of a live session, by a token that was sent on purpose, else by the cookie; or null. */
  signIn(request: IncomingMessage, token?: string): Promise<UserPrincipal | null>;
}
