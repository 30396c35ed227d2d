import { z } from 'zod';
import type { DeclaredRoute, DeclaredRouter } from './visit-routers';

/** What the OpenAPI document is to say of a generated route, and the parameters it takes beside Strapi's. */
interface RouteDescription {
  query?: Record<string, z.ZodType>;
  body?: z.ZodType;
}

type ActionRoute = DeclaredRoute & { request?: { body?: object }; response?: unknown };
type Additions = Readonly<Record<string, z.ZodType>>;

/** `{data: entry}` or `{data: [entry]}`, as Strapi describes it, with the additions on each entry. */
function withAdditions(response: unknown, additions: Additions): unknown {
  if (!(response instanceof z.ZodObject)) return response;
  const data: unknown = response.shape['data'];
  if (data instanceof z.ZodObject) return response.extend({ data: data.extend(additions) });
  if (!(data instanceof z.ZodArray) || !(data.element instanceof z.ZodObject)) return response;
  return response.extend({ data: z.array(data.element.extend(additions)) });
}

/**
 * Strapi's generated routes, with our own descriptions by the name of their action.
 * @param additions what the service's `present` adds to every entry.
 */
export function describedRouter(
  generated: { routes: unknown },
  descriptions: Record<string, RouteDescription>,
  additions: Additions = {},
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
      ...(route.method !== 'DELETE' && { response: withAdditions(route.response, additions) }),
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
