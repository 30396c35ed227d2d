import type { Core } from '@strapi/strapi';
import { THROTTLE_SCOPES, type ThrottleScope } from '../contract/throttle';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const SCOPE_MIDDLEWARE = 'plugin::accounts.throttle-scope';
const PANEL_MIDDLEWARE = 'plugin::accounts.panel-throttle';
/** Where the panel takes passwords and tokens from people it does not know yet. */
const PANEL_DOORS = new Set([
  '/login',
  '/register',
  '/register-admin',
  '/forgot-password',
  '/reset-password',
]);

interface ThrottledRoute {
  method: string;
  path: string;
  info?: { pluginName?: string };
  config?: {
    throttle?: { scope?: string };
    middlewares?: unknown[];
  };
}
interface Router {
  type?: string;
  routes?: ThrottledRoute[];
}
interface RouteMiddleware {
  name: string;
  config?: { scope: ThrottleScope };
}

const isScope = (name: string): name is ThrottleScope =>
  (THROTTLE_SCOPES as readonly string[]).includes(name);

/** @throws Error when a route names a scope that has no limit. */
function scopeOf({ method, path, config }: ThrottledRoute): ThrottleScope | undefined {
  const declared = config?.throttle?.scope;
  if (declared === undefined) return SAFE_METHODS.has(method) ? undefined : 'write';
  if (!isScope(declared)) throw new Error(`${method} ${path}: there is no scope "${declared}"`);
  return declared;
}

function middlewareFor(
  route: ThrottledRoute,
  type: string | undefined,
): RouteMiddleware | undefined {
  if (type === 'content-api') {
    const scope = scopeOf(route);
    return scope && { name: SCOPE_MIDDLEWARE, config: { scope } };
  }
  const isDoor = route.info?.pluginName === 'admin' && PANEL_DOORS.has(route.path);
  return isDoor && !SAFE_METHODS.has(route.method) ? { name: PANEL_MIDDLEWARE } : undefined;
}

const isOurs = (middleware: unknown): boolean =>
  typeof middleware === 'object' &&
  middleware !== null &&
  'name' in middleware &&
  (middleware.name === SCOPE_MIDDLEWARE || middleware.name === PANEL_MIDDLEWARE);

/** Puts the limit of a router's routes in front of each of them. Doing it twice changes nothing. */
export function throttleRouter({ type, routes = [] }: Router): void {
  for (const route of routes) {
    const middleware = middlewareFor(route, type);
    if (!middleware) continue;
    const others = (route.config?.middlewares ?? []).filter((other) => !isOurs(other));
    route.config = { ...route.config, middlewares: [middleware, ...others] };
  }
}

/**
 * Sees every route of the API and of the panel on its way into the router, whoever brings it: routes
 * of plugins and content types are functions until Strapi mounts them.
 */
export function throttleRoutes({ server }: Core.Strapi): void {
  const mount = server.routes.bind(server);
  server.routes = (routes) => {
    if (!Array.isArray(routes)) throttleRouter(routes);
    return mount(routes);
  };
}
