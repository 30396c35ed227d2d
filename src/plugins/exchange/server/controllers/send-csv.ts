import type { ServerResponse } from 'node:http';
import type { Context } from 'koa';

/** Tells the client what comes and gives where to write it; Koa keeps away from the answer. */
export function beginCsv(ctx: Context, name: string, now = new Date()): ServerResponse {
  const day = now.toISOString().slice(0, 10);
  ctx.status = 200;
  ctx.set({
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': `attachment; filename="${name}-${day}.csv"`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  ctx.respond = false;
  // Koa would print whatever ends the connection; who writes the file logs it.
  ctx.onerror = () => undefined;
  return ctx.res;
}
