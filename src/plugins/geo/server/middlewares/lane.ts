import type { Context, Middleware } from 'koa';
import { principalOf } from '../../../accounts/contract/principal';
import type { GeoContext } from '../controllers/geo-context';

/** An address below a collection, and what answers it. */
export interface LaneEndpoint {
  /** Below the collection, with parameters as the router writes them: `/tiles/:z/:x/:y.mvt`. */
  path: string;
  /** The permission it needs. */
  action: string;
  handle: (ctx: GeoContext) => Promise<void>;
}

interface Dependencies {
  /** The address before the collection's name, `/api/geo/`. */
  prefix: string;
  endpoints: readonly LaneEndpoint[];
  hasCollection: (name: string) => boolean;
  /** Whether somebody who is not signed in may do this, as the role says now. */
  mayAnyone: (action: string) => Promise<boolean>;
}

/** Nobody is signed in, and nobody tried to be: an API token or an old cookie goes the normal way. */
const isAnonymous = (ctx: Context): boolean =>
  principalOf(ctx).kind === 'anonymous' &&
  ctx.headers.authorization === undefined &&
  ctx.headers.cookie === undefined;

const PARAMETER = /:(\w+)/g;

/** The path as a pattern; what a parameter stands for needs no unpacking, as only digits are right. */
const patternOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(PARAMETER, '(?<$1>[0-9]+)')}$`);

/**
 * A short way for public map reads. It stands in `config/middlewares` behind the doors that every
 * answer needs (request id, log, problems, security headers, CORS) and in front of what such a read
 * does not need (body, session, favicon, public files, router, authentication with its query), and
 * calls the same controller. Everything else, and whatever is not allowed, goes the normal way.
 */
export function createLane({
  prefix,
  endpoints,
  hasCollection,
  mayAnyone,
}: Dependencies): Middleware {
  const patterns = endpoints.map((endpoint) => ({
    ...endpoint,
    pattern: patternOf(endpoint.path),
  }));

  return async (ctx: Context, next: () => Promise<unknown>) => {
    if (ctx.method !== 'GET' || !ctx.path.startsWith(prefix) || !isAnonymous(ctx)) return next();
    const slash = ctx.path.indexOf('/', prefix.length);
    const end = slash < 0 ? ctx.path.length : slash;
    const collection = ctx.path.slice(prefix.length, end);
    const below = ctx.path.slice(end);
    const endpoint = patterns.find(({ pattern }) => pattern.test(below));
    if (!endpoint || !hasCollection(collection) || !(await mayAnyone(endpoint.action))) {
      return next();
    }
    // What the router would have left on the context; the request log reads the route.
    const matched = {
      params: { collection, ...endpoint.pattern.exec(below)?.groups },
      _matchedRoute: `${prefix}:collection${endpoint.path}`,
    };
    await endpoint.handle(Object.assign(ctx, matched));
  };
}
