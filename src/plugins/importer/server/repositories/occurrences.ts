import type { Knex } from 'knex';
import type { StoredOccurrence } from '../domain/accepted-record';
import {
  OCCURRENCE_FIELDS,
  type OccurrenceField,
  type StoredFields,
} from '../domain/occurrence-fields';
import { columnOf, type TargetTable } from '../domain/target-table';
import { columnList, quoted, recordValues } from './statement';
import { placeLists, PLACES, type Place } from './places';

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

const IDENTITY = ['provider', 'datasetKey', 'recordKey'];
const SENT = { ...OCCURRENCE_FIELDS, contentHash: 'text' } as const;
// The keys of our own list of fields.
const STORED = (Object.keys(OCCURRENCE_FIELDS) as OccurrenceField[]).filter(
  (field) => field !== 'recordKey',
);
const FIELDS = [...Object.keys(SENT), 'raw'];
const CONTENT = FIELDS.filter((field) => !IDENTITY.includes(field));

/** Between raw records: JSON escapes every control character inside of it. */
const BETWEEN = '\u001f';

/** A row to be written. */
export interface WrittenRow {
  /** Of a row that is there its id, else the document id that it gets. */
  name: number | string;
  recordKey: string;
  contentHash: string;
  fields: StoredFields;
  rawJson: string;
}

/**
 * The rows that are sent, each field as a list of its own: as objects their names were a half of what
 * was sent, and reading them took as long again. Raw records go beside them, as texts.
 */
const sentRows = (nameType: string): string => {
  const lists = ['name', ...Object.keys(SENT)];
  const types: Readonly<Record<string, string>> = { name: nameType, ...SENT };
  const values = lists.map((field) => `cast(sent.${quoted(field)} as ${types[field]})`);
  return `
        select ${values.map((value, place) => `${value} as ${quoted(lists[place] ?? '')}`).join(', ')},
               cast(sent.raw_text as jsonb) as "raw", sent.place
          from rows from (
                 ${lists.map((field) => `json_array_elements_text(cast(:${field} as json))`).join(', ')},
                 string_to_table(:raws, chr(31))
               ) with ordinality as sent (${lists.map(quoted).join(', ')}, raw_text, place)`;
};

function listsOf(rows: readonly WrittenRow[]): Record<string, string> {
  const lists: Record<string, string> = {
    name: JSON.stringify(rows.map(({ name }) => name)),
    recordKey: JSON.stringify(rows.map(({ recordKey }) => recordKey)),
    contentHash: JSON.stringify(rows.map(({ contentHash }) => contentHash)),
    raws: rows.map(({ rawJson }) => rawJson).join(BETWEEN),
  };
  for (const field of STORED)
    lists[field] = JSON.stringify(rows.map(({ fields }) => fields[field]));
  return lists;
}

function createStatements(table: TargetTable) {
  const name = quoted(table.name);
  const column = (field: string) => quoted(columnOf(table, field));
  const stamps = ['createdAt', 'updatedAt', 'publishedAt', 'firstSeenAt', 'lastSeenAt'];
  const writtenAt = 'cast(:writtenAt as timestamp)';
  const content = CONTENT.map((field) => `${column(field)} = r.${quoted(field)}`);
  return {
    // One place at a time, by the indexes. As joins of sets both tables were read whole for every slice
    // while they had grown since their last analysis, which an import does to them.
    findStored: `
      select o.id, o.dataset_key, o.record_key, o.provider_record_id, o.content_hash, o.is_withdrawn,
             met.is_seen is not null as is_seen
        from ${PLACES}
       cross join lateral (
             select stored.id, stored.${column('datasetKey')} as dataset_key,
                    stored.${column('recordKey')} as record_key,
                    stored.${column('providerRecordId')} as provider_record_id,
                    stored.${column('contentHash')} as content_hash,
                    stored.${column('withdrawnAt')} is not null as is_withdrawn
               from ${name} as stored
              where stored.${column('provider')} = :provider
                and stored.${column('datasetKey')} = wanted.dataset_key
                and stored.${column('recordKey')} = wanted.record_key
              limit 1) as o
        left join lateral (
             select true as is_seen
               from importer_seen as seen
              where seen.run_id = :runId and seen.occurrence_id = o.id
              limit 1) as met on true`,
    insert: `
      insert into ${name} (${column('documentId')}, ${columnList(table, stamps)}, ${columnList(table, FIELDS)})
      select r."name", ${stamps.map(() => writtenAt).join(', ')}, ${recordValues(FIELDS)}
        from (${sentRows('text')}) as r
       order by r.place
   returning id`,
    update: `
      with r as materialized (${sentRows('integer')}
      )
      update ${name} as stored
         set ${content.join(', ')}, ${column('updatedAt')} = ${writtenAt},
             ${column('lastSeenAt')} = ${writtenAt}, ${column('withdrawnAt')} = null
        from r
       where stored.id = r."name"
         and (stored.${column('contentHash')} is distinct from r."contentHash"
              or stored.${column('withdrawnAt')} is not null)`,
    findRaw: `select cast(${column('raw')} as text) as raw from ${name} where id = :id`,
    moveKey: `update ${name} set ${column('recordKey')} = :recordKey where id = :id`,
  };
}

async function writtenIds(
  trx: Knex,
  statement: string,
  { rows, writtenAt }: { rows: readonly WrittenRow[]; writtenAt: string },
): Promise<number[]> {
  if (rows.length === 0) return [];
  const bindings = { ...listsOf(rows), writtenAt };
  const written = await trx.raw<{ rows: { id: number }[] }>(statement, bindings);
  return written.rows.map((row) => row.id);
}

/** Occurrences as the merge sees them. Table and columns are those of the registered target. */
export function createOccurrenceRepository(table: TargetTable, provider: string) {
  const statements = createStatements(table);
  return {
    /** The occurrences that have these keys. Relies on occurrences_identity_uidx. */
    async findStored(
      trx: Knex,
      runId: number,
      places: readonly Place[],
    ): Promise<StoredOccurrence[]> {
      const bindings = { ...placeLists(places), provider, runId };
      const { rows } = await trx.raw<{ rows: StoredRow[] }>(statements.findStored, bindings);
      return rows.map(toStored);
    },

    /** Adds rows. @returns their ids. */
    async insert(trx: Knex, rows: readonly WrittenRow[], writtenAt: string): Promise<number[]> {
      return writtenIds(trx, statements.insert, { rows, writtenAt });
    },

    /**
     * Writes rows that are there, by `id`; one that would not change is left alone. Not by `insert ... on
     * conflict`, which would hand an update what triggers have made of the row as a new one.
     */
    async update(trx: Knex, rows: readonly WrittenRow[], writtenAt: string): Promise<void> {
      await writtenIds(trx, statements.update, { rows, writtenAt });
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
