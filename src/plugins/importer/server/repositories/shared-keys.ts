import type { Knex } from 'knex';

interface Place {
  datasetKey: string;
  recordKey: string;
}

const listsOf = (places: Place[]) => ({
  datasetKeys: places.map((place) => place.datasetKey),
  recordKeys: places.map((place) => place.recordKey),
});

/** The record keys that several records of a dataset answer to. */
export function createSharedKeyRepository(provider: string) {
  return {
    /** Which of these keys are shared. Relies on the primary key. */
    async findShared(trx: Knex, places: Place[]): Promise<Place[]> {
      const { rows } = await trx.raw<{ rows: { dataset_key: string; record_key: string }[] }>(
        `select shared.dataset_key, shared.record_key
           from unnest(cast(:datasetKeys as text[]), cast(:recordKeys as text[]))
                as wanted (dataset_key, record_key)
           join importer_shared_keys as shared
             on shared.provider = :provider
            and shared.dataset_key = wanted.dataset_key
            and shared.record_key = wanted.record_key`,
        { ...listsOf(places), provider },
      );
      return rows.map((row) => ({ datasetKey: row.dataset_key, recordKey: row.record_key }));
    },

    async markShared(trx: Knex, places: Place[]): Promise<void> {
      await trx.raw(
        `insert into importer_shared_keys (provider, dataset_key, record_key)
         select :provider, dataset_key, record_key
           from unnest(cast(:datasetKeys as text[]), cast(:recordKeys as text[]))
                as given (dataset_key, record_key)
             on conflict do nothing`,
        { ...listsOf(places), provider },
      );
    },
  };
}

export type SharedKeyRepository = ReturnType<typeof createSharedKeyRepository>;
