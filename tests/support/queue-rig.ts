import type { Knex } from 'knex';
import type { JobDefinition } from '../../src/plugins/jobs/contract/queue';
import {
  createQueueService,
  type QueueService,
} from '../../src/plugins/jobs/server/services/queue';

export interface QueueRig {
  /** A started queue of its own with these jobs, like that of one more server. */
  start(definitions: JobDefinition<object>[], options?: QueueOptions): Promise<QueueService>;
  /** What the queues wrote to their log. */
  lines: string[];
  stopAll(): Promise<void>;
}

interface QueueOptions {
  db?: Knex;
  runsJobs?: boolean;
  graceSeconds?: number;
  /** Half a second when not given. */
  pollSeconds?: number;
  schedules?: Record<string, string>;
}

/** Queues for tests, beside the app's own one on the same tables. */
export function createQueueRig(db: () => Knex): QueueRig {
  const lines: string[] = [];
  let started: QueueService[] = [];
  const write = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);

  return {
    lines,
    async start(definitions, options = {}) {
      const queue = createQueueService({
        db: () => options.db ?? db(),
        log: { info: write('info'), warn: write('warn'), error: write('error') },
        runsJobs: options.runsJobs ?? true,
        pollSeconds: options.pollSeconds ?? 0.5,
        graceSeconds: options.graceSeconds ?? 5,
      });
      for (const definition of definitions) queue.define(definition);
      for (const [name, cron] of Object.entries(options.schedules ?? {})) {
        queue.schedule(name, cron);
      }
      await queue.start();
      started.push(queue);
      return queue;
    },
    async stopAll() {
      await Promise.all(started.map((queue) => queue.stop()));
      started = [];
      lines.length = 0;
    },
  };
}

/** A row of the table of jobs, for tests that look behind the queue. */
export interface JobRow {
  state: string;
  retry_count: number;
  waits: number;
}

/** The jobs of one name; `waits` is the time in seconds until they run. */
export async function jobRows(db: Knex, name: string): Promise<JobRow[]> {
  const { rows } = await db.raw<{ rows: JobRow[] }>(
    `select state, retry_count, cast(extract(epoch from start_after - now()) as float) as waits
       from jobs.job where name = ? order by created_on`,
    [name],
  );
  return rows;
}

/** Lets the time pass that the jobs of one name wait for. */
export async function letTimePass(db: Knex, name: string): Promise<void> {
  await db.raw(`update jobs.job set start_after = now() - interval '1 second' where name = ?`, [
    name,
  ]);
}
