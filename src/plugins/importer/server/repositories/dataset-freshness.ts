import type { Knex } from 'knex';
import type { DatasetFreshness } from '../domain/dataset-line';
import { columnOf, type TargetTable } from '../domain/target-table';
import { quoted } from './statement';

const dateOf = (value: Date | string | null) => (value === null ? null : new Date(value));

/** How fresh the datasets are that imports have brought. */
export function createDatasetFreshnessRepository(occurrences: TargetTable, datasets: TargetTable) {
  const d = (field: string) => `d.${quoted(columnOf(datasets, field))}`;
  const o = (field: string) => `o.${quoted(columnOf(occurrences, field))}`;
  const dates = ['updatedAtProvider', 'accessedAt', 'withdrawnAt'];
  const page = `
    select ${d('documentId')} as "documentId", ${d('title')} as title,
           ${d('provider')} as provider, ${d('datasetKey')} as "datasetKey",
           ${dates.map((field) => `${d(field)} as ${quoted(field)}`).join(', ')},
           pull.pulled_at as "pulledAt", pull.updated_at_provider as "pulledUpdate",
           (select count(*) from ${quoted(occurrences.name)} as o
             where ${o('provider')} = ${d('provider')} and ${o('datasetKey')} = ${d('datasetKey')}
               and ${o('withdrawnAt')} is null) as records
      from ${quoted(datasets.name)} as d
      left join lateral (
             select pulled_at, updated_at_provider from importer_dataset_pulls
              where source = ${d('provider')} and dataset_key = ${d('datasetKey')}
              order by pulled_at desc limit 1) as pull on true
     order by ${d('updatedAtProvider')} desc nulls last, d.id
     limit :limit offset :offset`;
  const count = `select count(*) as total from ${quoted(datasets.name)}`;
  type Row = { [Field in keyof DatasetFreshness]: DatasetFreshness[Field] } & { records: string };
  return {
    /** Last changed first. Counts by occurrences_identity_uidx, for the datasets of the page alone. */
    async list(db: Knex, wanted: { limit: number; offset: number }): Promise<DatasetFreshness[]> {
      const { rows } = await db.raw<{ rows: Row[] }>(page, wanted);
      return rows.map((row) => ({
        ...row,
        updatedAtProvider: dateOf(row.updatedAtProvider),
        accessedAt: dateOf(row.accessedAt),
        withdrawnAt: dateOf(row.withdrawnAt),
        pulledAt: dateOf(row.pulledAt),
        pulledUpdate: dateOf(row.pulledUpdate),
        records: Number(row.records),
      }));
    },

    async count(db: Knex): Promise<number> {
      const { rows } = await db.raw<{ rows: { total: string }[] }>(count);
      return Number(rows[0]?.total ?? 0);
    },
  };
}

export type DatasetFreshnessRepository = ReturnType<typeof createDatasetFreshnessRepository>;
