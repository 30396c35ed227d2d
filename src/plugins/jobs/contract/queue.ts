import type { Knex } from 'knex';

export interface JobDefinition<Payload extends object> {
  /** Kebab-case, with the owner in front: `accounts.clean-up`. */
  name: string;
  /** Runs at least once for each job; must be safe to repeat. */
  run(payload: Payload, signal: AbortSignal): Promise<void>;
  /** How often a job that failed is tried again; 5 when not given. */
  retries?: number;
  /** Before the first new try, doubled with each further one; 60 when not given. */
  retryDelaySeconds?: number;
  /** How long a try may take before its signal fires and it counts as failed; 900 when not given. */
  timeoutSeconds?: number;
  /** How many of them one server runs at a time; 1 when not given. */
  concurrency?: number;
}

/** Service `queue` of the jobs plugin: durable work on the app's own database. */
export interface JobQueue {
  /** Declares what a job does. Call it in the plugin's `register` or the app's. */
  define<Payload extends object>(definition: JobDefinition<Payload>): void;
  /** Adds a job in the caller's transaction. */
  send(trx: Knex.Transaction, name: string, payload: object): Promise<void>;
  /** Runs a defined job at each minute that `cron` (UTC) names, once however many servers there are. */
  schedule(name: string, cron: string): void;
  /** When a scheduled job comes next, wherever it runs; null for one that no schedule names. */
  nextOf(name: string): Date | null;
}

/** Thrown by a job that cannot run yet: it comes back after a while, and that is no failed try. */
export class JobPostponed extends Error {
  constructor(readonly seconds: number) {
    super(`Comes back in ${seconds} s`);
    this.name = 'JobPostponed';
  }
}
