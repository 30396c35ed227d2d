import type { KnownJob, TakenJob } from '../domain/job';
import { type JobStore, SIGN_OF_LIFE_SECONDS } from '../repositories/job-store';
import { createAlarm } from './alarm';
import type { JobLog, RunJob } from './run-job';

interface WorkerParts {
  jobs: ReadonlyMap<string, KnownJob>;
  store: Pick<JobStore, 'findWaiting' | 'take' | 'postpone' | 'showLife'>;
  runJob: RunJob;
  log: JobLog;
  /** How often to look for jobs that other processes added. */
  pollSeconds: number;
}

interface Running {
  job: TakenJob;
  stop: AbortController;
  end: Promise<void>;
}

/** How long a job may go on after its signal has fired. */
const LAST_CALL_MS = 1000;

export interface Worker {
  /** Looks for jobs now. */
  wake(): void;
  /** Takes no more jobs and waits for those that run; what does not end is handed back. */
  stop(graceSeconds: number): Promise<void>;
}

/** Runs the jobs of this process until it is stopped. */
export function startWorker({ jobs, store, runJob, log, pollSeconds }: WorkerParts): Worker {
  const alarm = createAlarm();
  const running = new Map<string, Running>();
  const names = [...jobs.keys()];
  let isStopping = false;
  let isFailing = false;

  const countRunning = (name: string) =>
    [...running.values()].filter(({ job }) => job.name === name).length;

  function begin(known: KnownJob, job: TakenJob): void {
    const stop = new AbortController();
    const end = runJob(known, job, stop).finally(() => {
      running.delete(job.id);
      alarm.ring();
    });
    running.set(job.id, { job, stop, end });
  }

  /** @returns how long nothing is to be done, unless somebody rings. */
  async function takeWhatIsDue(): Promise<number> {
    let idleMs = pollSeconds * 1000;
    for (const { name, inSeconds } of await store.findWaiting(names)) {
      const known = jobs.get(name);
      const free = known ? known.concurrency - countRunning(name) : 0;
      if (!known || free <= 0) continue; // the end of one of them rings
      if (inSeconds >= 0) {
        idleMs = Math.min(idleMs, Math.ceil(inSeconds * 1000) + 1);
        continue;
      }
      const taken = await store.take(name, free);
      for (const job of taken) begin(known, job);
      if (taken.length > 0) idleMs = 0; // there may be more behind them
    }
    return idleMs;
  }

  async function look(): Promise<number> {
    try {
      const idleMs = await takeWhatIsDue();
      if (isFailing) log.info('Jobs can be read again');
      isFailing = false;
      return idleMs;
    } catch (error) {
      if (!isFailing) log.warn(`Jobs cannot be read, and wait: ${(error as Error).message}`);
      isFailing = true;
      return pollSeconds * 1000;
    }
  }

  async function work(): Promise<void> {
    while (!isStopping) await alarm.wait(await look());
  }

  const showLife = setInterval(
    () => {
      const held = [...running.values()].map(({ job }) => job);
      // Missed once, it is shown again well before it is missed for good.
      if (held.length > 0) store.showLife(held).catch(() => undefined);
    },
    (SIGN_OF_LIFE_SECONDS / 3) * 1000,
  );

  const allEnd = async (withinMs: number): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
    await Promise.race([Promise.all([...running.values()].map(({ end }) => end)), late]);
    clearTimeout(timer);
  };

  const working = work();

  return {
    wake: () => alarm.ring(),
    async stop(graceSeconds) {
      isStopping = true;
      alarm.ring();
      await working;
      await allEnd(graceSeconds * 1000);
      for (const { stop } of running.values()) stop.abort();
      await allEnd(LAST_CALL_MS);
      clearInterval(showLife);
      for (const { job } of running.values()) {
        log.warn(`Job ${job.name} did not end in time and is handed back`);
        await store.postpone(job, 0).catch(() => undefined); // it shows no more life, which does the same
      }
    },
  };
}
