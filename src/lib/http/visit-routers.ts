/** The part of Strapi's server that routes pass on their way into the router. */
interface RouteServer {
  routes(routers: unknown): unknown;
}

/** A route as it is declared. */
export interface DeclaredRoute {
  method: string;
  path: string;
  handler?: unknown;
  info?: { pluginName?: string; apiName?: string };
  config?: {
    /** The scope whose limit applies, and a limit of this call alone, counted by client. */
    throttle?: { scope?: string; limit?: string } | false;
    middlewares?: unknown[];
  };
  request?: { query?: Record<string, unknown> };
}

export interface DeclaredRouter {
  /** `content-api` for the REST API, `admin` for the panel. */
  type?: string;
  routes?: DeclaredRoute[];
}

/** A middleware of a route, by its name among Strapi's. */
export interface NamedMiddleware {
  name: string;
  config?: object;
}

/**
 * Shows every route of the API and of the panel to `visit` before it is mounted, whoever brings it:
 * many are functions until then. Call it in `register`.
 */
export function visitRouters(server: object, visit: (router: DeclaredRouter) => void): void {
  // Strapi types its routers by their public part; what it mounts is what was declared.
  const routed = server as RouteServer;
  const mount = routed.routes.bind(server);
  routed.routes = (routers) => {
    if (!Array.isArray(routers)) visit(routers as DeclaredRouter);
    return mount(routers);
  };
}

/** Puts a middleware in front of those of a route, once however often the route is visited. */
export function prependMiddleware(route: DeclaredRoute, middleware: NamedMiddleware): void {
  const isSame = (other: unknown) =>
    typeof other === 'object' &&
    other !== null &&
    'name' in other &&
    other.name === middleware.name;
  const others = (route.config?.middlewares ?? []).filter((other) => !isSame(other));
  route.config = { ...route.config, middlewares: [middleware, ...others] };
}
