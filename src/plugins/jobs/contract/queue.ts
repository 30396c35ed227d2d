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
}

/** Service `queue` of the jobs plugin: durable work on the app's own database. */
export interface JobQueue {
  /** Declares what a job does. Call it in the plugin's `register` or the app's. */
  define<Payload extends object>(definition: JobDefinition<Payload>): void;
  /** Adds a job in the caller's transaction. */
  send(trx: Knex.Transaction, name: string, payload: object): Promise<void>;
  /** Runs a defined job at each minute that `cron` (UTC) names, once however many servers there are. */
  schedule(name: string, cron: string): void;
}
