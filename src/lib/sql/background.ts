import type { Knex } from 'knex';

/** The name that PostgreSQL shows for a transaction of ours that nobody waits for. */
export const BACKGROUND = 'shoal background';

/** Shows until the end of the transaction that nobody waits for it, so that nobody makes way for it. */
export async function workInBackground(trx: Knex): Promise<void> {
  await trx.raw(`set local application_name = '${BACKGROUND}'`);
}
