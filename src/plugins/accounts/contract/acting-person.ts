import type { ParameterizedContext } from 'koa';
import { currentRequestId } from '../../../lib/http/request-context';
import { principalOf } from './principal';
import type { RequestOrigin, SessionTransport } from './request-origin';
import type { SecurityActor } from './security-event';

const LONGEST_USER_AGENT = 512;
const IPV4_IN_IPV6 = /^::ffff:(?=\d+\.)/;

/**
 * Where a request came from. The address is the client's: Koa counts the trusted proxies from the
 * right (config/server).
 */
export const originOf = (
  ctx: ParameterizedContext,
  transport: SessionTransport = 'token',
): RequestOrigin => ({
  address: ctx.ip.replace(IPV4_IN_IPV6, ''),
  userAgent: ctx.get('User-Agent').slice(0, LONGEST_USER_AGENT),
  transport,
  requestId: currentRequestId(),
});

/** Who does something to accounts, and from where: what security events say about it. */
export interface ActingPerson {
  actor: SecurityActor;
  /** Null for what a job or a command does. */
  origin: RequestOrigin | null;
}

/** The signed-in sender of a request to the REST API, as whoever acts. */
export function actingPersonOf(ctx: ParameterizedContext): ActingPerson {
  const principal = principalOf(ctx);
  return {
    actor:
      principal.kind === 'user'
        ? { kind: 'user', id: principal.documentId }
        : { kind: 'anonymous', id: null },
    origin: originOf(ctx),
  };
}
