import type { Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../contract/events';
import { isNotThere, RealtimeProblem } from './calls';
import { growingPauseMs } from './growing-pause';

export interface Fillable {
  fill(): Promise<void>;
}

interface Dependencies<Feed> {
  socket: Pick<Socket<ServerToClient, ClientToServer>, 'connected'>;
  /** Whether somebody still listens to it. */
  isOurs: (feed: Feed) => boolean;
  /** Told when the server says that there is nothing for us there (any more). */
  onNotThere: (feed: Feed) => void;
}

/** The window in which the server counts; asking sooner would be counted as well. */
const LIMITED_MS = 10_000;

/** Null for what would be answered the same again. */
function pauseAfter(error: unknown, failures: number): number | null {
  if (!(error instanceof RealtimeProblem)) return growingPauseMs(failures);
  const { status } = error.problem;
  if (status === 429) return Math.max(LIMITED_MS, growingPauseMs(failures));
  return status >= 500 ? growingPauseMs(failures) : null;
}

/** Fills feeds, and again what could not be filled while there is a connection; the next one fills all. */
export function createKeepFilled<Feed extends Fillable>(dependencies: Dependencies<Feed>) {
  const { socket, isOurs, onNotThere } = dependencies;
  const timers = new Map<Feed, ReturnType<typeof setTimeout>>();
  let isStopped = false;

  function forgetTimer(feed: Feed): void {
    clearTimeout(timers.get(feed));
    timers.delete(feed);
  }

  function failed(feed: Feed, error: unknown, failures: number): void {
    if (isStopped || !isOurs(feed)) return;
    if (isNotThere(error)) return onNotThere(feed);
    const pauseMs = pauseAfter(error, failures);
    if (pauseMs === null || !socket.connected) return;
    forgetTimer(feed);
    const again = () => {
      timers.delete(feed);
      if (isOurs(feed) && socket.connected) void attempt(feed, () => feed.fill(), failures + 1);
    };
    timers.set(feed, setTimeout(again, pauseMs));
  }

  async function attempt(feed: Feed, fill: () => Promise<void>, failures: number): Promise<void> {
    try {
      await fill();
      forgetTimer(feed);
    } catch (error) {
      failed(feed, error, failures);
    }
  }

  return {
    /** Resolves after the first attempt, whatever came of it. */
    fill(feed: Feed, fill: () => Promise<void> = () => feed.fill()): Promise<void> {
      forgetTimer(feed);
      return attempt(feed, fill, 1);
    },
    /** For a feed whose first filling failed. */
    failed: (feed: Feed, error: unknown): void => failed(feed, error, 1),
    stop(): void {
      isStopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}

export type KeepFilled<Feed extends Fillable> = ReturnType<typeof createKeepFilled<Feed>>;
