import type { Knex } from 'knex';
import type { LinkedRecord } from '../../contract/links-http';
import { columnOf, type TargetTable } from '../domain/target-table';
import { quoted } from './statement';

const SHOWN = [
  'documentId',
  'provider',
  'datasetKey',
  'scientificName',
  'eventDate',
  'decimalLongitude',
  'decimalLatitude',
  'minimumDepthInMeters',
  'maximumDepthInMeters',
  'basisOfRecord',
  'occurrenceID',
  'institutionCode',
  'collectionCode',
  'catalogNumber',
  'individualCount',
  'recordedBy',
  'duplicateOf',
];

/** Records of links as people are shown them. */
export function createLinkedRecordRepository(occurrences: TargetTable, datasets: TargetTable) {
  const o = (field: string) => `o.${quoted(columnOf(occurrences, field))}`;
  const d = (field: string) => `d.${quoted(columnOf(datasets, field))}`;
  const statement = `
    select o.id, ${SHOWN.map((field) => `${o(field)} as ${quoted(field)}`).join(', ')},
           ${d('title')} as "datasetTitle", ${o('withdrawnAt')} is not null as "isWithdrawn"
      from ${quoted(occurrences.name)} as o
      left join ${quoted(datasets.name)} as d
        on ${d('provider')} = ${o('provider')} and ${d('datasetKey')} = ${o('datasetKey')}
     where o.id = any(:ids)`;
  return {
    /** By id. */
    async find(db: Knex, ids: readonly number[]): Promise<Map<number, LinkedRecord>> {
      type Row = LinkedRecord & { id: number };
      const { rows } = await db.raw<{ rows: Row[] }>(statement, { ids });
      return new Map(rows.map(({ id, ...record }) => [id, record]));
    },
  };
}

export type LinkedRecordRepository = ReturnType<typeof createLinkedRecordRepository>;
