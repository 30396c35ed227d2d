import type { Knex } from 'knex';
import PgBoss from 'pg-boss';
import { withLease } from '../../../../lib/sql/lease';
import type { KnownJob, TakenJob } from '../domain/job';
import { sessionOn } from './database-session';

/** The schema of pg-boss's tables, outside of the one that Strapi keeps in step. */
const SCHEMA = 'jobs';
/** A job whose process gives no sign of life for so long is tried again. */
export const SIGN_OF_LIFE_SECONDS = 60;
const KEEP_FAILED_SECONDS = 30 * 86_400;

interface NewJob {
  /** Given, it is taken once only. */
  id?: string;
  payload: object;
}

export interface JobStoreOptions {
  /** Whether this process clears up behind jobs: those of processes that died, and old ones. */
  keepsOrder: boolean;
  onError: (error: Error) => void;
}

/** Jobs in the tables of pg-boss, reached through the app's own connections. */
export function createJobStore(db: Knex, { keepsOrder, onError }: JobStoreOptions) {
  const boss = new PgBoss({
    db: sessionOn(db),
    schema: SCHEMA,
    schedule: false,
    supervise: keepsOrder,
    maintenanceIntervalSeconds: SIGN_OF_LIFE_SECONDS,
    archiveCompletedAfterSeconds: 3600,
    archiveFailedAfterSeconds: KEEP_FAILED_SECONDS,
    deleteAfterHours: 24,
  });
  boss.on('error', onError);

  async function missingQueues(names: string[]): Promise<string[]> {
    if (!(await boss.isInstalled())) return names;
    const known = new Set((await boss.getQueues()).map(({ name }) => name));
    return names.filter((name) => !known.has(name));
  }

  return {
    /** Makes sure of the tables and queues; several processes may do so at once. */
    async open(names: string[]): Promise<void> {
      if ((await missingQueues(names)).length === 0) {
        await boss.start();
        return;
      }
      await withLease(db, { name: 'jobs-schema' }, async () => {
        await boss.start();
        for (const name of await missingQueues(names)) await boss.createQueue(name);
      });
    },

    /** @returns whether the job was added; not when there is one with its id. */
    async add(session: Knex, job: KnownJob, { id, payload }: NewJob): Promise<boolean> {
      const options: PgBoss.SendOptions = {
        ...(id !== undefined && { id }),
        db: sessionOn(session),
        retryLimit: job.retries,
        retryDelay: job.retryDelaySeconds,
        expireInSeconds: SIGN_OF_LIFE_SECONDS,
      };
      return (await boss.send(job.name, payload, options)) !== null;
    },

    /** For each of these jobs that wait, in how many seconds the first is to run; negative: now. */
    async findWaiting(names: string[]): Promise<{ name: string; inSeconds: number }[]> {
      const { rows } = await db.raw<{ rows: { name: string; in_seconds: number }[] }>(
        `select name, cast(extract(epoch from min(start_after) - now()) as float) as in_seconds
           from ${SCHEMA}.job
          where name = any(:names) and state < 'active'
          group by name`,
        { names },
      );
      return rows.map(({ name, in_seconds }) => ({ name, inSeconds: in_seconds }));
    },

    /** Takes up to `count` jobs that no other process has. */
    async take(name: string, count: number): Promise<TakenJob[]> {
      type Stored = object | string; // Strapi makes its driver give JSON back as text
      const found = await boss.fetch<Stored>(name, { batchSize: count, includeMetadata: true });
      return found.map(({ id, data, retryCount }) => ({
        id,
        name,
        payload: typeof data === 'string' ? (JSON.parse(data) as object) : data,
        triesBefore: retryCount,
      }));
    },

    complete: ({ name, id }: TakenJob): Promise<void> => boss.complete(name, id),

    /** Ends a job that failed for the last time; it stays to be looked at. */
    async fail({ name, id, triesBefore }: TakenJob, reason: string): Promise<void> {
      await db.raw(
        `update ${SCHEMA}.job
            set state = 'failed', completed_on = now(), output = cast(:output as jsonb)
          where name = :name and id = :id and state = 'active'`,
        { name, id, output: JSON.stringify({ tries: triesBefore + 1, reason }) },
      );
    },

    /** Lets a job that failed run again; pg-boss itself would add a random time to the delay. */
    async retry({ name, id }: TakenJob, seconds: number, reason: string): Promise<void> {
      await db.raw(
        `update ${SCHEMA}.job
            set state = 'retry', start_after = now() + make_interval(secs => :seconds),
                output = cast(:output as jsonb)
          where name = :name and id = :id and state = 'active'`,
        { name, id, seconds, output: JSON.stringify({ reason }) },
      );
    },

    /** Puts a job back as if this try had not been: a job without a start counts no try. */
    async postpone({ name, id }: TakenJob, seconds: number): Promise<void> {
      await db.raw(
        `update ${SCHEMA}.job
            set state = 'created', start_after = now() + make_interval(secs => :seconds),
                started_on = null
          where name = :name and id = :id and state = 'active'`,
        { name, id, seconds },
      );
    },

    /** Says that these are still being worked on. */
    async showLife(jobs: TakenJob[]): Promise<void> {
      await db.raw(
        `update ${SCHEMA}.job
            set started_on = now()
          where name = any(:names) and id = any(cast(:ids as uuid[])) and state = 'active'`,
        { names: jobs.map(({ name }) => name), ids: jobs.map(({ id }) => id) },
      );
    },

    close: (): Promise<void> => boss.stop({ graceful: false }),
  };
}

export type JobStore = ReturnType<typeof createJobStore>;
