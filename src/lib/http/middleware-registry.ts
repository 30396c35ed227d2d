import type { Middleware } from 'koa';

/** Makes one of Strapi's middlewares, from its settings and `{ strapi }`. */
export type MiddlewareFactory = (...settings: unknown[]) => Middleware;

/** The part of Strapi's registry of middlewares that changes one of them. */
export interface MiddlewareRegistry {
  extend(name: string, change: (factory: MiddlewareFactory) => MiddlewareFactory): unknown;
}
