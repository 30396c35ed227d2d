import type { IncomingMessage } from 'node:http';
import type { SocketDoor } from '../../contract/socket-door';
import type { PrincipalsService } from './principals';

interface Dependencies {
  principals: Pick<PrincipalsService, 'ofToken'>;
  /** Of the cookies of a session, the one that signs in. */
  accessCookieOf: (request: IncomingMessage) => string | undefined;
  isListed: (origin: string) => boolean;
  addressOf: (request: IncomingMessage) => string;
}

/** Signs people in whose connection stays open. */
export const createSocketDoor = ({
  principals,
  accessCookieOf,
  isListed,
  addressOf,
}: Dependencies): SocketDoor => ({
  isAllowedOrigin: isListed,

  mayBeForged(request) {
    const { origin, 'sec-fetch-site': site } = request.headers;
    if (origin !== undefined) return !isListed(origin);
    // Pages of our own leave the origin out of what they only ask for.
    return site !== 'same-origin' && accessCookieOf(request) !== undefined;
  },

  addressOf,

  async signIn(request, token) {
    const carried = token ?? accessCookieOf(request);
    return carried === undefined ? null : principals.ofToken(carried);
  },
});
