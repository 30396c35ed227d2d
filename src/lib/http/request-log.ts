import type { ParameterizedContext } from 'koa';

/** The part of a winston logger that the HTTP doors need. */
export interface RequestLog {
  log(level: string, message: string, fields: Record<string, unknown>): unknown;
}

const HEALTH_PROBE = /^\/(_health|api\/health(\/(live|ready))?)\/?$/i;

/** The template that the router matched (`/api/occurrences/:id`); koa-router leaves it on the context. */
function routeOf(ctx: ParameterizedContext): string | undefined {
  const matched: unknown = ctx['_matchedRoute'];
  // Patterns are the router's own layers and the static files, which match every address.
  return typeof matched === 'string' && !matched.includes('(') ? matched : undefined;
}

/**
 * Starts the clock; the returned function describes the request once its answer is over. The query
 * string never appears: it may hold positions, search words or a mistakenly sent token.
 */
export function describeRequest(ctx: ParameterizedContext) {
  const startedAt = process.hrtime.bigint();
  const { socket } = ctx.req;
  const sentBefore = socket.bytesWritten;
  const { method, path, ip } = ctx;

  return () => {
    const durationMs = Number((process.hrtime.bigint() - startedAt) / 10_000n) / 100;
    const status = ctx.res.statusCode;
    return {
      level: HEALTH_PROBE.test(path) ? 'debug' : 'http',
      message: `${method} ${path} ${status}`,
      method,
      path,
      route: routeOf(ctx),
      status,
      durationMs,
      /** On the wire, headers included. */
      bytes: socket.bytesWritten - sentBefore,
      ip,
      ...(!ctx.res.writableFinished && { aborted: true }),
    };
  };
}
