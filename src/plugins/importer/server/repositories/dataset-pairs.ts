import type { Knex } from 'knex';
import type { CrosswalkDataset, DatasetPair } from '../domain/links/crosswalk';
import { columnOf, type TargetTable } from '../domain/target-table';
import { quoted } from './statement';

type PairRow = Pick<
  DatasetPair,
  'provider' | 'datasetKey' | 'otherProvider' | 'otherKey' | 'reason'
>;

/** Datasets that are the same at two providers, as far as their descriptions tell. */
export function createDatasetPairRepository(table: TargetTable) {
  const column = (field: string) => quoted(columnOf(table, field));
  const describe = `
    select ${column('provider')} as provider, ${column('datasetKey')} as "datasetKey",
           ${column('title')} as title, ${column('doi')} as doi,
           ${column('url')} as url, cast(${column('addresses')} as text) as addresses
      from ${quoted(table.name)}
     order by 1, 2`;
  return {
    async describe(db: Knex): Promise<CrosswalkDataset[]> {
      interface Row extends Omit<CrosswalkDataset, 'addresses'> {
        url: string | null;
        addresses: string | null;
      }
      const { rows } = await db.raw<{ rows: Row[] }>(describe);
      return rows.map(({ url, addresses, ...row }) => {
        // The sources write a list of texts there.
        const listed = JSON.parse(addresses ?? '[]') as string[];
        return { ...row, addresses: url === null ? listed : [...listed, url] };
      });
    },

    async find(db: Knex): Promise<DatasetPair[]> {
      const { rows } = await db.raw<{ rows: PairRow[] }>(
        `select provider, dataset_key as "datasetKey", other_provider as "otherProvider",
                other_key as "otherKey", reason
           from importer_dataset_pairs`,
      );
      return rows;
    },

    async remove(trx: Knex, pairs: readonly DatasetPair[]): Promise<void> {
      await trx.raw(
        `delete from importer_dataset_pairs as pair
          using json_to_recordset(cast(:pairs as json))
                as gone (provider text, "datasetKey" text, "otherProvider" text)
          where pair.provider = gone.provider and pair.dataset_key = gone."datasetKey"
            and pair.other_provider = gone."otherProvider"`,
        { pairs: JSON.stringify(pairs) },
      );
    },

    async add(trx: Knex, pairs: readonly DatasetPair[]): Promise<void> {
      await trx.raw(
        `insert into importer_dataset_pairs
                (provider, dataset_key, other_provider, other_key, reason)
         select provider, "datasetKey", "otherProvider", "otherKey", reason
           from json_to_recordset(cast(:pairs as json))
                as new (provider text, "datasetKey" text, "otherProvider" text, "otherKey" text,
                        reason text)
             on conflict (provider, dataset_key, other_provider) do nothing`,
        { pairs: JSON.stringify(pairs) },
      );
    },
  };
}

export type DatasetPairRepository = ReturnType<typeof createDatasetPairRepository>;
