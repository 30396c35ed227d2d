import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from 'koa';
import { Problem } from './problem';

/**
 * Whether the client of a request still waits for its answer. An AbortSignal would say the same, but
 * every small read would pay for making one, listening to it and letting go of it.
 */
export interface ClientPresence {
  /** @throws Problem `timeout`, which nobody is left to read, when the client has gone away. */
  throwIfGone(): void;
  /** Runs `work` when the client goes away before its answer, until the returned function is called. */
  whenGone(work: () => void): () => void;
}

function watch({ res }: Pick<Context, 'res'>): ClientPresence {
  const works = new Set<() => void>();
  let isGone = false;
  // `close` comes once for every answer; before its end the client has left.
  res.once('close', () => {
    if (res.writableFinished) return;
    isGone = true;
    for (const work of works) work();
  });
  return {
    throwIfGone() {
      if (isGone) throw new Problem({ type: 'timeout', detail: 'The client did not wait.' });
    },
    whenGone(work) {
      works.add(work);
      return () => void works.delete(work);
    },
  };
}

const presence = new AsyncLocalStorage<ClientPresence>();

/** The client of the request that the running code serves; undefined where it serves none. */
export const presentClient = (): ClientPresence | undefined => presence.getStore();

/** Runs `work` so that what it waits for can be given up when the client goes away before its answer. */
export const runForClient = <Result>(ctx: Pick<Context, 'res'>, work: () => Result): Result =>
  presence.run(watch(ctx), work);

/** Runs `work` that others wait for too, so that it goes on when the client who came first leaves. */
export const runForEverybody = <Result>(work: () => Result): Result => presence.exit(work);
