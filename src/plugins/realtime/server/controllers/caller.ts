import type { ParameterizedContext } from 'koa';
import { principalOf, type UserPrincipal } from '../../../accounts/contract/principal';
import { notSignedIn } from '../errors';

/** @throws Problem `unauthenticated` for API tokens of the panel, which are nobody in a room. */
export function personOf(ctx: ParameterizedContext): UserPrincipal {
  const principal = principalOf(ctx);
  if (principal.kind !== 'user') throw notSignedIn();
  return principal;
}
