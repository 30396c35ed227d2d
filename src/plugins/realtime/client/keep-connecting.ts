import type { Socket } from 'socket.io-client';
import type { ProblemBody } from '../../../lib/http/render-problem';
import { growingPauseMs } from './growing-pause';

/** Nothing about the next attempt is different. */
const FINAL = new Set(['forbidden', 'not-found']);

type Refusal = Error & { data?: Partial<ProblemBody> };

/**
 * Asks for a token until there is one, and hands it over. Only the newest connection is answered: by
 * then an older one may be gone, and nobody may say twice who they are.
 */
export function createTokenGiver(token: () => Promise<string>) {
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function renew(): number {
    clearTimeout(timer);
    newest += 1;
    return newest;
  }

  return {
    give: (hand: (credentials: { token: string }) => void): void => {
      const mine = renew();
      const ask = (failures: number): void => {
        token().then(
          (value) => {
            if (mine === newest) hand({ token: value });
          },
          () => {
            if (mine !== newest) return;
            timer = setTimeout(() => ask(failures + 1), growingPauseMs(failures + 1));
          },
        );
      };
      ask(0);
    },
    /** Nobody is asked again from here on. */
    stop: (): void => void renew(),
  };
}

/**
 * Connects again after the server has refused a connection, for which socket.io-client stops for good.
 * It may have been too busy, and a token may be newer by then.
 * @returns what ends it.
 */
export function keepConnecting(socket: Socket): () => void {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  socket.on('connect', () => (failures = 0));
  socket.on('connect_error', ({ data }: Refusal) => {
    // While it is active it tries again by itself.
    if (isStopped || socket.active || FINAL.has(data?.code ?? '')) return;
    failures += 1;
    clearTimeout(timer);
    timer = setTimeout(() => socket.connect(), growingPauseMs(failures));
  });
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
