import type { ParameterizedContext } from 'koa';

/** The router and the body parser put these on the context, typed by declaration merging of their own. */
interface Routed {
  params?: Record<string, string>;
  request: { body?: unknown };
}
const routed = (ctx: ParameterizedContext) => ctx as unknown as Routed;

/** What a client sent, as it was parsed. */
export const sentBody = (ctx: ParameterizedContext): unknown => routed(ctx).request.body;

/** A part of the address that the route names. */
export const routeParam = (ctx: ParameterizedContext, name: string): string =>
  routed(ctx).params?.[name] ?? '';

/** Makes Strapi's own handlers look at this entry. */
export function nameEntry(ctx: ParameterizedContext, documentId: string): void {
  const context = routed(ctx);
  context.params = { ...context.params, id: documentId };
}
