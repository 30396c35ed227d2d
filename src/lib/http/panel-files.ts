import type { MiddlewareRegistry } from './middleware-registry';

const API_PATH = /^\/api(\/|$)/i;

/**
 * Has Strapi's parser read forms with files for the panel alone. It writes whatever comes to disk
 * before anybody asks who sends it; the API reads its forms where that is known.
 */
export function keepParserToPanel(middlewares: MiddlewareRegistry): void {
  middlewares.extend('strapi::body', (factory) => (...settings) => {
    const parse = factory(...settings);
    return async (ctx, next) => {
      await (API_PATH.test(ctx.path) ? next() : parse(ctx, next));
    };
  });
}
