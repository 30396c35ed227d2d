import type { Context } from 'koa';
import { ANONYMOUS, type Principal } from '../../../accounts/contract/principal';

/** A request to a collection, from the router or from the lane. */
export type GeoContext = Context & {
  params: Record<string, string>;
  /** Set by the authentication of the accounts plugin. */
  state: { principal?: Principal };
  request: { body?: unknown };
};

/** Who asks which collection what, by query. */
export const askedBy = (ctx: GeoContext) => ({
  collection: ctx.params['collection'] ?? '',
  principal: ctx.state.principal ?? ANONYMOUS,
  input: ctx.query as unknown,
});
