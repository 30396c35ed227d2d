import {
  prependMiddleware,
  type DeclaredRoute,
  type DeclaredRouter,
  type NamedMiddleware,
} from '../../../lib/http/visit-routers';
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

const isScope = (name: string): name is ThrottleScope =>
  (THROTTLE_SCOPES as readonly string[]).includes(name);

/** @throws Error when a route names a scope that has no limit. */
function scopeOf({ method, path, config }: DeclaredRoute): ThrottleScope | undefined {
  const declared = config?.throttle?.scope;
  if (declared === undefined) return SAFE_METHODS.has(method) ? undefined : 'write';
  if (!isScope(declared)) throw new Error(`${method} ${path}: there is no scope "${declared}"`);
  return declared;
}

function middlewareFor(
  route: DeclaredRoute,
  type: string | undefined,
): NamedMiddleware | undefined {
  if (type === 'content-api') {
    const scope = scopeOf(route);
    return scope && { name: SCOPE_MIDDLEWARE, config: { scope } };
  }
  const isDoor = route.info?.pluginName === 'admin' && PANEL_DOORS.has(route.path);
  return isDoor && !SAFE_METHODS.has(route.method) ? { name: PANEL_MIDDLEWARE } : undefined;
}

/** Puts the limit of each of its routes in front of it. */
export function throttleRouter({ type, routes = [] }: DeclaredRouter): void {
  for (const route of routes) {
    const middleware = middlewareFor(route, type);
    if (middleware) prependMiddleware(route, middleware);
  }
}
