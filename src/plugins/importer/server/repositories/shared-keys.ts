import type { Knex } from 'knex';
import { placeLists, PLACES, type Place } from './places';

/** The record keys that several records of a dataset answer to. */
export function createSharedKeyRepository(provider: string) {
  return {
    /**
     * Which of these keys are shared. Relies on the primary key, one place at a time (see occurrences):
     * asked for the first key from each place on, since a plain comparison had a table of some hundred
     * keys read whole for every record.
     */
    async findShared(trx: Knex, places: Place[]): Promise<Place[]> {
      const { rows } = await trx.raw<{ rows: { dataset_key: string; record_key: string }[] }>(
        `select wanted.dataset_key, wanted.record_key
           from ${PLACES}
          cross join lateral (
                select shared.provider, shared.dataset_key, shared.record_key
                  from importer_shared_keys as shared
                 where (shared.provider, shared.dataset_key, shared.record_key)
                       >= (:provider, wanted.dataset_key, wanted.record_key)
                 order by shared.provider, shared.dataset_key, shared.record_key
                 limit 1) as found
          where found.provider = :provider and found.dataset_key = wanted.dataset_key
            and found.record_key = wanted.record_key`,
        { ...placeLists(places), provider },
      );
      return rows.map((row) => ({ datasetKey: row.dataset_key, recordKey: row.record_key }));
    },

    async markShared(trx: Knex, places: Place[]): Promise<void> {
      await trx.raw(
        `insert into importer_shared_keys (provider, dataset_key, record_key)
         select :provider, dataset_key, record_key
           from ${PLACES}
             on conflict do nothing`,
        { ...placeLists(places), provider },
      );
    },
  };
}

export type SharedKeyRepository = ReturnType<typeof createSharedKeyRepository>;
