import type { Knex } from 'knex';
import type { StoredOccurrence } from '../domain/accepted-record';
import { OCCURRENCE_FIELDS } from '../domain/occurrence-fields';
import { columnOf, type TargetTable } from '../domain/target-table';
import { columnList, quoted, recordShape, recordValues } from './statement';

interface PlaceList {
  datasetKeys: string[];
  recordKeys: string[];
}

interface StoredRow {
  id: number;
  dataset_key: string;
  record_key: string;
  provider_record_id: string | null;
  content_hash: string | null;
  is_withdrawn: boolean;
  is_seen: boolean;
}

const toStored = (row: StoredRow): StoredOccurrence => ({
  id: row.id,
  datasetKey: row.dataset_key,
  recordKey: row.record_key,
  providerRecordId: row.provider_record_id,
  contentHash: row.content_hash,
  isWithdrawn: row.is_withdrawn,
  isSeen: row.is_seen,
});

const WRITTEN = { ...OCCURRENCE_FIELDS, raw: 'jsonb', contentHash: 'text' } as const;
const IDENTITY = ['provider', 'datasetKey', 'recordKey'];
const FIELDS = Object.keys(WRITTEN);
const CONTENT = FIELDS.filter((field) => !IDENTITY.includes(field));

function createStatements(table: TargetTable) {
  const name = quoted(table.name);
  const column = (field: string) => quoted(columnOf(table, field));
  const stamps = ['createdAt', 'updatedAt', 'publishedAt', 'firstSeenAt', 'lastSeenAt'];
  const writtenAt = 'cast(:writtenAt as timestamp)';
  const isSame = IDENTITY.map((field) => `stored.${column(field)} = r.${quoted(field)}`);
  const content = CONTENT.map((field) => `${column(field)} = r.${quoted(field)}`);
  return {
    findStored: `
      select o.id, o.${column('datasetKey')} as dataset_key, o.${column('recordKey')} as record_key,
             o.${column('providerRecordId')} as provider_record_id,
             o.${column('contentHash')} as content_hash,
             o.${column('withdrawnAt')} is not null as is_withdrawn,
             seen.run_id is not null as is_seen
        from unnest(cast(:datasetKeys as text[]), cast(:recordKeys as text[]))
             as wanted (dataset_key, record_key)
        join ${name} as o
          on o.${column('provider')} = :provider
         and o.${column('datasetKey')} = wanted.dataset_key
         and o.${column('recordKey')} = wanted.record_key
        left join importer_seen as seen on seen.run_id = :runId and seen.occurrence_id = o.id`,
    upsert: `
      with r as materialized (
        select row_number() over () as place, sent.*
          from json_to_recordset(cast(:records as json))
               as sent ("documentId" text, ${recordShape(WRITTEN)})
      ), updated as (
        update ${name} as stored
           set ${content.join(', ')}, ${column('updatedAt')} = ${writtenAt},
               ${column('lastSeenAt')} = ${writtenAt}, ${column('withdrawnAt')} = null
          from r
         where ${isSame.join(' and ')}
           and (stored.${column('contentHash')} is distinct from r."contentHash"
                or stored.${column('withdrawnAt')} is not null)
     returning stored.id
      ), inserted as (
        insert into ${name} (${column('documentId')}, ${columnList(table, stamps)}, ${columnList(table, FIELDS)})
        select r."documentId", ${stamps.map(() => writtenAt).join(', ')}, ${recordValues(FIELDS)}
          from r
         where not exists (select from ${name} as stored where ${isSame.join(' and ')})
         order by r.place
     returning id
      )
      select id from updated union all select id from inserted`,
    findRaw: `select cast(${column('raw')} as text) as raw from ${name} where id = :id`,
    moveKey: `update ${name} set ${column('recordKey')} = :recordKey where id = :id`,
  };
}

/** Occurrences as the merge sees them. Table and columns are those of the registered target. */
export function createOccurrenceRepository(table: TargetTable, provider: string) {
  const statements = createStatements(table);
  return {
    /** The occurrences that have these keys. Relies on occurrences_identity_uidx. */
    async findStored(trx: Knex, runId: number, places: PlaceList): Promise<StoredOccurrence[]> {
      const bindings = { ...places, provider, runId };
      const { rows } = await trx.raw<{ rows: StoredRow[] }>(statements.findStored, bindings);
      return rows.map(toStored);
    },

    /**
     * Inserts and updates in one statement; a row that would not change is not written. Not by
     * `on conflict`, which would hand an update what triggers have made of the row as a new one.
     * @param records a JSON array of objects by field name, with `documentId`, `raw`, `contentHash`.
     * @returns the ids of the rows written.
     */
    async upsert(trx: Knex, records: string, writtenAt: string): Promise<number[]> {
      const bindings = { records, writtenAt };
      const { rows } = await trx.raw<{ rows: { id: number }[] }>(statements.upsert, bindings);
      return rows.map((row) => row.id);
    },

    /** What the provider sent for an occurrence. */
    async findRaw(trx: Knex, id: number): Promise<unknown> {
      const { rows } = await trx.raw<{ rows: { raw: string | null }[] }>(statements.findRaw, {
        id,
      });
      const [row] = rows;
      return row?.raw ? (JSON.parse(row.raw) as unknown) : null;
    },

    /** Gives an occurrence another key; its content stays. */
    async moveKey(trx: Knex, id: number, recordKey: string): Promise<void> {
      await trx.raw(statements.moveKey, { id, recordKey });
    },
  };
}

export type OccurrenceRepository = ReturnType<typeof createOccurrenceRepository>;
