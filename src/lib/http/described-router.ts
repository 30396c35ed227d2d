import type { z } from 'zod';
import type { DeclaredRoute, DeclaredRouter } from './visit-routers';

/** What the OpenAPI document is to say of a generated route, and the parameters it takes beside Strapi's. */
interface RouteDescription {
  query?: Record<string, z.ZodType>;
  body?: z.ZodType;
}

type ActionRoute = DeclaredRoute & { request?: { body?: object } };

/** Strapi's generated routes, with our own descriptions by the name of their action. */
export function describedRouter(
  generated: { routes: unknown },
  descriptions: Record<string, RouteDescription>,
): DeclaredRouter {
  const describe = (route: ActionRoute): ActionRoute => {
    const action = String(route.handler).split('.').at(-1) ?? '';
    const { query, body } = descriptions[action] ?? {};
    return {
      ...route,
      request: {
        ...route.request,
        query: { ...route.request?.query, ...query },
        ...(body && { body: { 'application/json': body } }),
      },
    };
  };
  let routes: ActionRoute[] | undefined;
  return {
    type: 'content-api',
    // Strapi makes its own of these when they are first read, which is after the content types are known.
    get routes() {
      return (routes ??= (generated.routes as ActionRoute[]).map(describe));
    },
  };
}
