import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Middleware } from 'koa';

/** Everything comes from ourselves, nothing is written into the page, and nobody may frame it. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'Content-Security-Policy': PAGE_POLICY,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

interface StrictPages {
  /** The folder with the pages, served below `assetsPath` as it is. */
  folder: string;
  assetsPath: string;
  /** Which file answers at which address. */
  pages: Readonly<Record<string, string>>;
}

/**
 * Pages that handle secrets. They are read at each request, kept by nobody, and answer GET and HEAD
 * only; a request changes nothing. The files beside them (styles, scripts) get the same headers here
 * and are served by whoever serves static files.
 */
export function createStrictPages({ folder, assetsPath, pages }: StrictPages): Middleware {
  return async (ctx, next) => {
    const file = Object.hasOwn(pages, ctx.path) ? pages[ctx.path] : undefined;
    if (file === undefined && !ctx.path.startsWith(assetsPath)) {
      await next();
      return;
    }
    ctx.set(HEADERS);
    if (file === undefined) {
      // An update of the app must not meet yesterday's scripts.
      ctx.set('Cache-Control', 'no-cache');
      await next();
      return;
    }
    ctx.set('Cache-Control', 'no-store');
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.set('Allow', 'GET, HEAD');
      ctx.status = 405;
      ctx.body = 'This page is only read.';
      return;
    }
    ctx.type = 'html';
    ctx.body = await readFile(path.join(folder, file), 'utf8');
  };
}
