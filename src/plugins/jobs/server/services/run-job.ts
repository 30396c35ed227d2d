import { runWithRequestId } from '../../../../lib/http/request-context';
import { JobPostponed } from '../../contract/queue';
import { type KnownJob, secondsToNextTry, type TakenJob } from '../domain/job';
import type { JobStore } from '../repositories/job-store';

export interface JobLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

interface RunJobParts {
  store: Pick<JobStore, 'complete' | 'fail' | 'retry' | 'postpone'>;
  log: JobLog;
  makeRequestId: () => string;
}

export type RunJob = (known: KnownJob, job: TakenJob, stop: AbortController) => Promise<void>;

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** @throws Error when the job takes longer than it may; its signal fires then. */
async function runInTime(
  { run, timeoutSeconds }: KnownJob,
  payload: object,
  stop: AbortController,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`Took longer than ${timeoutSeconds} s`));
      stop.abort();
    }, timeoutSeconds * 1000);
    timer.unref(); // a job that was handed back must not keep its process alive
  });
  try {
    await Promise.race([run(payload, stop.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs one job and writes down how it ended. Never rejects: what cannot be written is logged. */
export function createRunJob({ store, log, makeRequestId }: RunJobParts): RunJob {
  async function settleFailure(known: KnownJob, job: TakenJob, error: unknown): Promise<void> {
    if (error instanceof JobPostponed) {
      await store.postpone(job, error.seconds);
      return;
    }
    const tries = `try ${job.triesBefore + 1} of ${known.retries + 1}`;
    if (job.triesBefore < known.retries) {
      const seconds = secondsToNextTry(known, job.triesBefore);
      log.warn(`Job ${job.name} failed (${tries}, next in ${seconds} s): ${messageOf(error)}`);
      await store.retry(job, seconds, messageOf(error));
      return;
    }
    const stack = error instanceof Error ? error.stack : undefined;
    log.error(`Job ${job.name} ${job.id} failed for good (${tries}): ${stack ?? messageOf(error)}`);
    await store.fail(job, messageOf(error));
  }

  return (known, job, stop) =>
    runWithRequestId(makeRequestId(), async () => {
      try {
        const failure = await runInTime(known, job.payload, stop).then(
          () => undefined,
          (error: unknown) => ({ error }),
        );
        if (failure) await settleFailure(known, job, failure.error);
        else await store.complete(job);
      } catch (error) {
        // It shows no more life, so it is tried again.
        log.warn(`How job ${job.name} ended could not be written: ${messageOf(error)}`);
      }
    });
}
