import type { Middleware } from 'koa';

/** `/` leads to `target`; Strapi's own route would lead visitors to the admin panel's sign-in. */
export function createHome({ target }: { target: string }): Middleware {
  return async (ctx, next) => {
    const asksForHome = ctx.path === '/' && ['GET', 'HEAD'].includes(ctx.method);
    if (asksForHome) ctx.redirect(target);
    else await next();
  };
}
