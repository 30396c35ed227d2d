import type { Middleware } from 'koa';

const API_POLICY =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Narrows the panel's content policy for answers that are no pages. Goes behind `strapi::security`,
 * which knows one policy for all addresses. A handler that serves a page sets its own.
 */
export function createContentPolicy(): Middleware {
  return (ctx, next) => {
    if (/^\/api(\/|$)/i.test(ctx.path)) ctx.set('Content-Security-Policy', API_POLICY);
    return next();
  };
}
