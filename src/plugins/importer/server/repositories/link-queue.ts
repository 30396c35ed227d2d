import type { Knex } from 'knex';

/** Records whose links are to be looked at, in the order in which they came. */
export const linkQueue = {
  /** Takes from the front in this transaction, past what another one has taken. */
  async take(trx: Knex, count: number): Promise<number[]> {
    const { rows } = await trx.raw<{ rows: { occurrence_id: number }[] }>(
      `delete from importer_link_queue
        where id in (select id from importer_link_queue order by id limit :count
                        for update skip locked)
    returning occurrence_id`,
      { count },
    );
    return [...new Set(rows.map((row) => row.occurrence_id))];
  },

  async add(trx: Knex, ids: readonly number[]): Promise<void> {
    await trx.raw(
      `insert into importer_link_queue (occurrence_id) select unnest(cast(:ids as integer[]))`,
      { ids },
    );
  },
};

export type LinkQueue = typeof linkQueue;
