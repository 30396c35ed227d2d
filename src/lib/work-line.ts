/** Runs pieces of work, a few at a time; the others wait in line. */
export interface WorkLine {
  /** @throws LineFull when too many wait already. */
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Too much is waiting; better to be told so than to wait without end. */
export class LineFull extends Error {
  constructor() {
    super('Too much work is waiting');
    this.name = 'LineFull';
  }
}

interface Limits {
  atOnce: number;
  maxWaiting: number;
}

/** A line for work that costs much memory or processor time, first come, first served. */
export function createWorkLine({ atOnce, maxWaiting }: Limits): WorkLine {
  const waiting: (() => void)[] = [];
  let running = 0;

  /** The place of work that ended goes to the next in line, so nobody can slip in between. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };

  return {
    async run(work) {
      if (running < atOnce) {
        running += 1;
      } else {
        if (waiting.length >= maxWaiting) throw new LineFull();
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
