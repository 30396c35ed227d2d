import type { Middleware } from 'koa';

const API_PATH = /^\/api(\/|$)/i;

type Factory = (...settings: unknown[]) => Middleware;

/** The part of Strapi's registry of middlewares that changes one of them. */
interface Middlewares {
  extend(name: string, change: (factory: Factory) => Factory): unknown;
}

/**
 * Has Strapi's parser read forms with files for the panel alone. It writes whatever comes to disk
 * before anybody asks who sends it; the API reads its forms where that is known.
 */
export function keepParserToPanel(middlewares: Middlewares): void {
  middlewares.extend('strapi::body', (factory) => (...settings) => {
    const parse = factory(...settings);
    return async (ctx, next) => {
      await (API_PATH.test(ctx.path) ? next() : parse(ctx, next));
    };
  });
}
