import {
  prependMiddleware,
  type DeclaredRoute,
  type DeclaredRouter,
  type NamedMiddleware,
} from '../../../lib/http/visit-routers';
import {
  CALL_LIMIT_NAMES,
  THROTTLE_SCOPES,
  type CallLimitName,
  type ThrottleScope,
} from '../contract/throttle';

/** What the middleware of a route is told. */
export interface ThrottleScopeSettings {
  scope: ThrottleScope;
  /** Of this call alone, counted by client. */
  limit?: CallLimitName;
}

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

/** @throws Error when a route names a limit that does not exist. */
function known<Name extends string>(
  names: readonly Name[],
  name: string,
  { method, path }: DeclaredRoute,
): Name {
  const found = names.find((one) => one === name);
  if (!found) throw new Error(`${method} ${path}: there is no limit "${name}"`);
  return found;
}

function settingsOf(route: DeclaredRoute): ThrottleScopeSettings | undefined {
  // Whoever handles it counts by something that only they know.
  if (route.config?.throttle === false) return undefined;
  const { scope, limit } = route.config?.throttle ?? {};
  const usual = SAFE_METHODS.has(route.method) ? undefined : 'write';
  const applied = scope === undefined ? usual : known(THROTTLE_SCOPES, scope, route);
  if (!applied) return undefined;
  return { scope: applied, ...(limit && { limit: known(CALL_LIMIT_NAMES, limit, route) }) };
}

function middlewareFor(
  route: DeclaredRoute,
  type: string | undefined,
): NamedMiddleware | undefined {
  if (type === 'content-api') {
    const config = settingsOf(route);
    return config && { name: SCOPE_MIDDLEWARE, config };
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
