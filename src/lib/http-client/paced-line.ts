interface Pace {
  /** Between the starts of two pieces of work. */
  minIntervalMs: number;
  now: () => number;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Runs pieces of work one after another, in the order they came, never faster than agreed. */
export interface PacedLine {
  run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result>;
}

/** A line for a server that wants one request at a time and some rest between two. */
export function createPacedLine({ minIntervalMs, now, sleep }: Pace): PacedLine {
  let last: Promise<unknown> = Promise.resolve();
  let earliestMs = 0;

  async function keepPace(signal: AbortSignal): Promise<void> {
    const waitMs = earliestMs - now();
    if (waitMs > 0) await sleep(waitMs, signal);
    earliestMs = now() + minIntervalMs;
  }

  return {
    run(work, signal) {
      const turn = async () => {
        await keepPace(signal);
        return work();
      };
      const result = last.then(turn, turn);
      last = result.catch(() => undefined);
      return result;
    },
  };
}
