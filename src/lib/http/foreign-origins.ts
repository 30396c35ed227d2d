import type { Middleware } from 'koa';

const CORS_HEADERS = [
  'Access-Control-Allow-Origin',
  'Access-Control-Allow-Credentials',
  'Access-Control-Expose-Headers',
];

/**
 * Stands behind `strapi::cors`, which answers requests without an Origin with empty permission, and
 * sends preflights of origins it does not know to the router.
 */
export function createForeignOrigins(): Middleware {
  return async (ctx, next) => {
    const hasOrigin = ctx.get('Origin') !== '';
    if (!hasOrigin) CORS_HEADERS.forEach((name) => ctx.remove(name));
    const isPreflight =
      hasOrigin && ctx.method === 'OPTIONS' && ctx.get('Access-Control-Request-Method') !== '';
    if (isPreflight) ctx.status = 204;
    else await next();
  };
}
