import type { Knex } from 'knex';

/** Thrown to take a savepoint back; nobody else sees it. */
class TakenBack extends Error {}

/**
 * Does `work` in a savepoint and takes it back unless `isKept`. For answers that must not tell by
 * their time whether there was anything to do: both ways do the same work.
 */
export async function keepOnlyIf(
  trx: Knex.Transaction,
  isKept: boolean,
  work: (inner: Knex.Transaction) => Promise<void>,
): Promise<void> {
  try {
    await trx.transaction(async (inner) => {
      await work(inner);
      if (!isKept) throw new TakenBack('This was done for its time only');
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
}
