import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import type { JobQueue } from '../../contract/queue';
import { completeDefinition, type KnownJob, scheduledJobId } from '../domain/job';
import { createJobStore, type JobStore } from '../repositories/job-store';
import { createRunJob, type JobLog } from './run-job';
import { createSchedules } from './schedules';
import { startWorker, type Worker } from './worker';

interface QueueParts {
  /** Asked for when the queue starts: there is no database while plugins register. */
  db: () => Knex;
  log: JobLog;
  /** Whether this process runs jobs, or only adds them. */
  runsJobs: boolean;
  pollSeconds: number;
  /** How long jobs that run may take to end when the process stops. */
  graceSeconds: number;
}

export interface QueueService extends JobQueue {
  /** Makes sure of the tables; then jobs may be added, and run where this process does that. */
  start(): Promise<void>;
  /** Ends what runs. Before the database is closed. */
  stop(): Promise<void>;
  /** Looks for jobs now instead of at the next poll. */
  wake(): void;
}

export function createQueueService(parts: QueueParts): QueueService {
  const { db, log, runsJobs, pollSeconds, graceSeconds } = parts;
  const jobs = new Map<string, KnownJob>();
  let store: JobStore | undefined;
  let worker: Worker | undefined;

  const knownJob = (name: string): KnownJob => {
    const known = jobs.get(name);
    if (!known) throw new Error(`No job is defined as ${name}`);
    return known;
  };

  const openStore = (): JobStore => {
    if (!store) throw new Error('Jobs cannot be added before the queue has started');
    return store;
  };

  const schedules = createSchedules({
    async add(name, at) {
      const id = scheduledJobId(name, at);
      const isFirst = await openStore().add(db(), knownJob(name), { id, payload: {} });
      if (isFirst) worker?.wake();
    },
    onError: (name, error) =>
      log.warn(`The schedule of ${name} could not add its job: ${(error as Error).message}`),
  });

  return {
    define(definition) {
      if (store) throw new Error(`${definition.name}: jobs are defined before the queue starts`);
      if (jobs.has(definition.name)) throw new Error(`Two jobs are called ${definition.name}`);
      // What comes out of the table is what `send` put in, under the same name.
      jobs.set(definition.name, completeDefinition(definition));
    },

    async send(trx, name, payload) {
      const isAdded = await openStore().add(trx, knownJob(name), { payload });
      if (!isAdded) throw new Error(`The queue of ${name} is gone`);
      // A rollback leaves nothing to find, which is harmless.
      const wake = () => worker?.wake();
      trx.executionPromise.then(wake, wake);
    },

    schedule(name, cron) {
      knownJob(name);
      schedules.register({ name, cron });
    },

    nextOf: (name) => schedules.nextOf(name),

    async start() {
      const opened = createJobStore(db(), {
        keepsOrder: runsJobs,
        onError: (error) => store && log.warn(`Looking after jobs failed: ${error.message}`),
      });
      await opened.open([...jobs.keys()]);
      store = opened;
      if (!runsJobs) return;
      const runJob = createRunJob({ store, log, makeRequestId: randomUUID });
      worker = startWorker({ jobs, store, runJob, log, pollSeconds });
      schedules.start();
    },

    async stop() {
      const closing = store;
      await schedules.stop();
      await worker?.stop(graceSeconds);
      worker = undefined;
      store = undefined;
      await closing?.close();
    },

    wake: () => worker?.wake(),
  };
}
