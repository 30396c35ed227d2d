import type { Context } from 'koa';
import type { MiddlewareRegistry } from './middleware-registry';

const isPreflight = (ctx: Context): boolean =>
  ctx.method === 'OPTIONS' && ctx.get('Access-Control-Request-Method') !== '';

/**
 * Keeps `strapi::cors` to requests that name an Origin: the others it answers with empty permission.
 * And a preflight of an origin that it does not know is answered here, without any, instead of being
 * sent to the router.
 */
export function keepCorsToOrigins(middlewares: MiddlewareRegistry): void {
  middlewares.extend('strapi::cors', (factory) => (...settings) => {
    const cors = factory(...settings);
    return (ctx: Context, next) => {
      if (ctx.get('Origin') === '') {
        ctx.vary('Origin');
        return next();
      }
      return cors(ctx, () => {
        if (!isPreflight(ctx)) return next();
        ctx.status = 204;
        return Promise.resolve();
      }) as unknown;
    };
  });
}
