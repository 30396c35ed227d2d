import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { Context, Middleware } from 'koa';
import type { MiddlewareRegistry } from './middleware-registry';

const API_PATH = /^\/api(\/|$)/i;

type Headers = [name: string, value: string | number | string[]][];

/** What the middleware sets on an answer of the API, as it says itself. */
async function headersBy(secure: Middleware): Promise<Headers> {
  const req = new IncomingMessage(new Socket());
  const res = new ServerResponse(req);
  // The parts of a context that it reads.
  const ctx = { method: 'GET', path: '/api', req, res } as unknown as Context;
  await secure(ctx, () => Promise.resolve());
  return Object.entries(res.getHeaders()).filter(
    (header): header is Headers[number] => header[1] !== undefined,
  );
}

/**
 * Has `strapi::security` say once what it sets on answers of the API, where it is always the same. By
 * itself it merges its settings and makes all of its parts anew for every request. Other addresses,
 * where it depends on the path, are left to it.
 */
export function rememberSecurityHeaders(middlewares: MiddlewareRegistry): void {
  middlewares.extend('strapi::security', (factory) => (...settings) => {
    const secure = factory(...settings);
    let known: Headers | undefined;
    const setAll = ({ res }: Context, headers: Headers) => {
      for (const [name, value] of headers) res.setHeader(name, value);
    };
    return (ctx: Context, next) => {
      if (!API_PATH.test(ctx.path)) return secure(ctx, next) as unknown;
      if (known) {
        setAll(ctx, known);
        return next();
      }
      return headersBy(secure).then((headers) => {
        known = headers;
        setAll(ctx, headers);
        return next();
      });
    };
  });
}
