import type { Context, Middleware } from 'koa';
import { principalOf } from '../../../accounts/contract/principal';

interface Dependencies {
  /** The address before the collection's name, `/api/geo/`. */
  prefix: string;
  hasCollection: (name: string) => boolean;
  /** Whether somebody who is not signed in may call the route, as the role says now. */
  mayAnyoneRead: () => Promise<boolean>;
  find: (ctx: Context & { params: Record<string, string> }) => Promise<void>;
}

/** Nobody is signed in, and nobody tried to be: an API token or an old cookie goes the normal way. */
const isAnonymous = (ctx: Context): boolean =>
  principalOf(ctx).kind === 'anonymous' &&
  ctx.headers.authorization === undefined &&
  ctx.headers.cookie === undefined;

/**
 * A short way for public map reads. It stands in `config/middlewares` behind the doors that every
 * answer needs (request id, log, problems, security headers, CORS) and in front of what such a read
 * does not need (body, session, favicon, public files, router, authentication with its query), and
 * calls the same controller. Everything else, and whatever is not allowed, goes the normal way.
 */
export function createLane({
  prefix,
  hasCollection,
  mayAnyoneRead,
  find,
}: Dependencies): Middleware {
  return async (ctx: Context, next: () => Promise<unknown>) => {
    if (ctx.method !== 'GET' || !ctx.path.startsWith(prefix) || !isAnonymous(ctx)) return next();
    const collection = ctx.path.slice(prefix.length);
    if (!hasCollection(collection) || !(await mayAnyoneRead())) return next();
    // What the router would have left on the context; the request log reads the route.
    const matched = { params: { collection }, _matchedRoute: `${prefix}:collection` };
    await find(Object.assign(ctx, matched));
  };
}
