import type { Knex } from 'knex';

/**
 * Runs a statement whose plan looks costly and is not, as those with functions of PostGIS do: for the
 * crossings of 200 people PostgreSQL 15 compiled 4 s and then ran 80 ms.
 */
export const withoutJit = <Result>(
  db: Knex,
  work: (trx: Knex.Transaction) => Promise<Result>,
): Promise<Result> =>
  db.transaction(async (trx) => {
    await trx.raw(`select set_config('jit', 'off', true)`);
    return work(trx);
  });
