import type { Knex } from 'knex';

/**
 * Runs `work` within a transaction and keeps what it wrote only where `keeps` says so. Both ways
 * cost the same, so that nobody can tell from outside which it was.
 */
export async function writeAndKeepIf(
  keeps: boolean,
  trx: Knex.Transaction,
  work: (savepoint: Knex.Transaction) => Promise<void>,
): Promise<void> {
  const savepoint = await trx.transaction();
  try {
    await work(savepoint);
  } catch (error) {
    await savepoint.rollback();
    throw error;
  }
  await (keeps ? savepoint.commit() : savepoint.rollback());
}
