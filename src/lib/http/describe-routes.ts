import { z } from 'zod';

/** The part of a generated route that is described here. */
interface GeneratedRoute {
  method: string;
  handler: unknown;
  request?: { query?: object; body?: object };
  response?: unknown;
}

interface Descriptions {
  /**
   * Parameters beside Strapi's, by action. (Strapi's own `addQueryParams` refuses a second boot within
   * one process.)
   */
  queries?: Readonly<Partial<Record<'find' | 'findOne', Record<string, z.ZodType>>>>;
  /** What our own controllers take instead of whatever the content type has. */
  bodies: Readonly<Partial<Record<'create' | 'update', z.ZodType>>>;
  /** What the service's `present` adds to entries. */
  additions: Readonly<Record<string, z.ZodType>>;
}

/** `{data: entry}` or `{data: [entry]}`, as Strapi describes it, with the additions on each entry. */
function withAdditions(response: unknown, additions: Descriptions['additions']): unknown {
  if (!(response instanceof z.ZodObject)) return response;
  const data: unknown = response.shape['data'];
  if (data instanceof z.ZodObject) return response.extend({ data: data.extend(additions) });
  if (!(data instanceof z.ZodArray) || !(data.element instanceof z.ZodObject)) return response;
  return response.extend({ data: z.array(data.element.extend(additions)) });
}

const named = <Value>(by: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(by, name) ? by[name] : undefined;
const actionOf = ({ handler }: GeneratedRoute) => String(handler).split('.').at(-1) ?? '';

/** Describes the generated routes of a content type as they are, for the OpenAPI document. */
export function describeRoutes<Router extends { readonly routes: unknown }>(
  router: Router,
  { bodies, additions, queries = {} }: Descriptions,
): Router {
  const read = Object.getOwnPropertyDescriptor(router, 'routes')?.get?.bind(router);
  if (!read) throw new Error('This is no router that Strapi generated');
  let described: GeneratedRoute[] | undefined;
  const describe = (route: GeneratedRoute): GeneratedRoute => {
    const action = actionOf(route);
    const body = named(bodies, action);
    const query = named(queries, action);
    return {
      ...route,
      request: {
        ...route.request,
        ...(query && { query: { ...route.request?.query, ...query } }),
        ...(body && { body: { 'application/json': body } }),
      },
      ...(route.method !== 'DELETE' && { response: withAdditions(route.response, additions) }),
    };
  };
  // Strapi makes them when they are first asked for: its content types are there by then.
  const get = () => (described ??= (read() as GeneratedRoute[]).map(describe));
  return Object.defineProperty(router, 'routes', { enumerable: true, get });
}
