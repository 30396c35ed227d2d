import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from 'koa';

const presence = new AsyncLocalStorage<AbortSignal>();

/** Aborts when the client of the request that the running code serves has gone away. */
export const whileClientStays = (): AbortSignal | undefined => presence.getStore();

/** Runs `work` so that what it waits for can be given up when the client goes away before its answer. */
export function runForClient<Result>(
  { res }: Pick<Context, 'res'>,
  work: () => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  // `close` comes once for every answer; before its end the client has left.
  res.once('close', () => {
    if (!res.writableFinished) controller.abort();
  });
  return presence.run(controller.signal, work);
}
