import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import { describeRequest, type RequestLog } from './request-log';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

const requests = new AsyncLocalStorage<{ requestId: string }>();

/** The id of the request that the running code serves, or undefined outside of one. */
export function currentRequestId(): string | undefined {
  return requests.getStore()?.requestId;
}

/** Runs `work` so that every log line written below it carries `requestId`. For jobs and sockets. */
export function runWithRequestId<Result>(requestId: string, work: () => Result): Result {
  return requests.run({ requestId }, work);
}

/** The client's own id when it is a UUID (so that it cannot forge log lines), else a new one. */
export function requestIdFrom(given: string | undefined): string {
  return given !== undefined && UUID.test(given) ? given.toLowerCase() : randomUUID();
}

/**
 * The outermost middleware: gives the request its id, answers with it, and logs one line when the
 * answer is over. Safe to mount twice in one stack; the outer one counts.
 */
export function createRequestContext({ log }: { log: RequestLog }): Middleware {
  return (ctx, next) => {
    if (currentRequestId() !== undefined) return next();
    const requestId = requestIdFrom(ctx.get('X-Request-Id'));
    ctx.set('X-Request-Id', requestId);
    const line = describeRequest(ctx);
    // `close` comes once for every answer, also when the client left before its end.
    ctx.res.once('close', () => {
      const { level, message, ...fields } = line();
      log.log(level, message, { requestId, ...fields });
    });
    return runWithRequestId(requestId, next);
  };
}
