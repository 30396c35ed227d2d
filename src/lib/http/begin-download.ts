import type { ServerResponse } from 'node:http';
import type { Context } from 'koa';

interface Download {
  /** Of the file, without day and ending. */
  name: string;
  ending: string;
  /** The media type, with its parameters. */
  type: string;
}

/** Tells the client which file comes and gives where to write it; Koa keeps away from the answer. */
export function beginDownload(
  ctx: Context,
  { name, ending, type }: Download,
  now = new Date(),
): ServerResponse {
  const day = now.toISOString().slice(0, 10);
  ctx.status = 200;
  ctx.set({
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}-${day}.${ending}"`,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  ctx.respond = false;
  // Koa would print whatever ends the connection; who writes the file logs it.
  ctx.onerror = () => undefined;
  return ctx.res;
}
