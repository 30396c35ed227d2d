import type { Knex } from 'knex';
import type { ProviderDataset, ProviderTaxon } from '../domain/occurrence';
import { DATASET_FIELDS, TAXON_FIELDS } from '../domain/reference-fields';
import { columnOf, type TargetTable } from '../domain/target-table';
import { columnList, quoted, recordShape, recordValues, takeOver } from './statement';

const stampList = (count: number) =>
  Array.from({ length: count }, () => 'cast(:writtenAt as timestamp)').join(', ');

/** Taxa that records name: made when new, filled in where empty, never overwritten. */
export function createTaxonRepository(table: TargetTable) {
  const name = quoted(table.name);
  const column = (field: string) => quoted(columnOf(table, field));
  const fields = Object.keys(TAXON_FIELDS);
  const fill = fields
    .map(column)
    .map((item) => `${item} = coalesce(stored.${item}, excluded.${item})`);
  const gains = fields
    .map(column)
    .map((item) => `(stored.${item} is null and excluded.${item} is not null)`);
  const statement = `
    insert into ${name} as stored
           (${column('documentId')}, ${columnList(table, ['createdAt', 'updatedAt', 'publishedAt'])},
            ${column('aphiaId')}, ${columnList(table, fields)})
    select r."documentId", ${stampList(3)}, r."aphiaId", ${recordValues(fields)}
      from json_to_recordset(cast(:taxa as json))
           as r ("documentId" text, "aphiaId" integer, ${recordShape(TAXON_FIELDS)})
        on conflict (${column('aphiaId')}) do update
       set ${fill.join(', ')}, ${column('updatedAt')} = excluded.${column('updatedAt')}
     where ${gains.join(' or ')}`;
  return {
    /** Relies on the unique constraint on the AphiaID. One entry an AphiaID. */
    async fillIn(
      trx: Knex,
      taxa: (ProviderTaxon & { documentId: string })[],
      writtenAt: string,
    ): Promise<void> {
      if (taxa.length === 0) return;
      await trx.raw(statement, { taxa: JSON.stringify(taxa), writtenAt });
    },
  };
}

export type TaxonRepository = ReturnType<typeof createTaxonRepository>;

/** Datasets that records name. */
export function createDatasetRepository(table: TargetTable, provider: string) {
  const name = quoted(table.name);
  const column = (field: string) => quoted(columnOf(table, field));
  const fields = Object.keys(DATASET_FIELDS);
  const stamps = columnList(table, ['createdAt', 'updatedAt', 'publishedAt']);
  const findDescribed = `
    select ${column('datasetKey')} as dataset_key from ${name}
     where ${column('provider')} = :provider and ${column('datasetKey')} = any(:datasetKeys)
       and ${column('accessedAt')} is not null`;
  const addNamed = `
    insert into ${name}
           (${column('documentId')}, ${stamps}, ${column('provider')}, ${column('datasetKey')})
    select r."documentId", ${stampList(3)}, :provider, r."datasetKey"
      from json_to_recordset(cast(:datasets as json)) as r ("documentId" text, "datasetKey" text)
        on conflict (${column('provider')}, ${column('datasetKey')}) do nothing`;
  const describe = `
    insert into ${name} as stored
           (${column('documentId')}, ${stamps}, ${column('accessedAt')}, ${column('provider')},
            ${column('datasetKey')}, ${columnList(table, fields)})
    select r."documentId", ${stampList(4)}, :provider, r."datasetKey", ${recordValues(fields)}
      from json_to_recordset(cast(:datasets as json))
           as r ("documentId" text, "datasetKey" text, ${recordShape(DATASET_FIELDS)})
        on conflict (${column('provider')}, ${column('datasetKey')}) do update
       set ${takeOver(table, ['updatedAt', 'accessedAt', ...fields])},
           ${column('withdrawnAt')} = null`;
  const list = (row: string) => fields.map((field) => `${row}.${column(field)}`).join(', ');
  const describeChanged = `${describe}
     where stored.${column('accessedAt')} is null or stored.${column('withdrawnAt')} is not null
        or (${list('stored')}) is distinct from (${list('excluded')})`;
  const withdraw = `
    update ${name}
       set ${column('withdrawnAt')} = cast(:writtenAt as timestamp),
           ${column('updatedAt')} = cast(:writtenAt as timestamp)
     where ${column('provider')} = :provider and ${column('datasetKey')} = :datasetKey
       and ${column('withdrawnAt')} is null`;
  type Entry<Content> = Content & { documentId: string };
  return {
    /** Which of these datasets are described already. Relies on datasets_identity_uidx. */
    async findDescribed(db: Knex, datasetKeys: string[]): Promise<string[]> {
      const { rows } = await db.raw<{ rows: { dataset_key: string }[] }>(findDescribed, {
        provider,
        datasetKeys,
      });
      return rows.map((row) => row.dataset_key);
    },

    /** Makes sure that these datasets are there, by key alone if need be. */
    async addNamed(
      trx: Knex,
      datasets: Entry<{ datasetKey: string }>[],
      writtenAt: string,
    ): Promise<void> {
      if (datasets.length === 0) return;
      await trx.raw(addNamed, { provider, datasets: JSON.stringify(datasets), writtenAt });
    },

    /** Notes that the provider does not know a dataset any more. */
    async withdraw(trx: Knex, datasetKey: string, writtenAt: string): Promise<void> {
      await trx.raw(withdraw, { provider, datasetKey, writtenAt });
    },

    /** Stores what the provider says about datasets, and that it was asked now. */
    async describe(
      trx: Knex,
      datasets: Entry<ProviderDataset>[],
      writtenAt: string,
    ): Promise<void> {
      if (datasets.length === 0) return;
      await trx.raw(describe, { provider, datasets: JSON.stringify(datasets), writtenAt });
    },

    /** Stores what is said about datasets where it is new; the same again is not written. */
    async describeChanged(
      trx: Knex,
      datasets: Entry<ProviderDataset>[],
      writtenAt: string,
    ): Promise<void> {
      if (datasets.length === 0) return;
      await trx.raw(describeChanged, { provider, datasets: JSON.stringify(datasets), writtenAt });
    },
  };
}

export type DatasetRepository = ReturnType<typeof createDatasetRepository>;
