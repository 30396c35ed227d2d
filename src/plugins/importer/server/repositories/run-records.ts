import type { Knex } from 'knex';
import type { RejectedRecord } from '../domain/accepted-record';

/** A rejected record as it is kept. */
export interface StoredRejection {
  ordinal: number;
  providerRecordId: string | null;
  reasons: string[];
  /** What the provider sent, as JSON. */
  source: string | null;
}

interface RejectedRow {
  ordinal: string;
  provider_record_id: string | null;
  reasons: string[];
  source: string | null;
}

const CLEARED_AT_ONCE = 10_000;

/** What a run remembers about single records: those it met, those it rejected, and their datasets. */
export const runRecordRepository = {
  /** Notes that a run has met these occurrences. */
  async addSeen(trx: Knex, runId: number, occurrenceIds: number[]): Promise<void> {
    if (occurrenceIds.length === 0) return;
    await trx.raw(
      `insert into importer_seen (run_id, occurrence_id)
       select :runId, occurrence_id
         from unnest(cast(:occurrenceIds as bigint[])) as met (occurrence_id)
           on conflict do nothing`,
      { runId, occurrenceIds: `{${occurrenceIds.join(',')}}` },
    );
  },

  /**
   * Forgets some of what a run has met. By row address: `in (select ... limit)` was planned as a
   * nested loop over the slice and took 2 ms a row.
   * @returns how many; call again until it is 0.
   */
  async clearSeen(db: Knex, runId: number): Promise<number> {
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `delete from importer_seen
        where ctid = any (
          array(select ctid from importer_seen where run_id = :runId limit :limit))`,
      { runId, limit: CLEARED_AT_ONCE },
    );
    return rowCount;
  },

  /** Keeps rejected records with their reasons and what the provider sent. */
  async addRejected(trx: Knex, runId: number, rejected: RejectedRecord[]): Promise<void> {
    if (rejected.length === 0) return;
    const records = rejected.map(
      ({ sourceJson, ...record }) =>
        `${JSON.stringify(record).slice(0, -1)},"source":${sourceJson}}`,
    );
    await trx.raw(
      `with r as materialized (
         select sent.*
           from json_to_recordset(cast(:records as json))
                as sent (ordinal bigint, "providerRecordId" text, "datasetKey" text,
                         "recordKeys" json, "isIdentified" boolean, reasons json, source jsonb)
       ), kept as (
         insert into importer_rejected
                (run_id, ordinal, provider_record_id, dataset_key, is_identified, reasons, source_line)
         select :runId, r.ordinal, r."providerRecordId", r."datasetKey", r."isIdentified",
                array(select json_array_elements_text(r.reasons)), r.source
           from r
       )
       insert into importer_refused_keys (run_id, dataset_key, record_key)
       select :runId, r."datasetKey", key
         from r cross join lateral json_array_elements_text(r."recordKeys") as key
        where r."datasetKey" is not null
           on conflict do nothing`,
      { runId, records: `[${records.join(',')}]` },
    );
  },

  /** What a run refused, behind an ordinal and in its order. Relies on the primary key. */
  async findRejected(
    db: Knex,
    runId: number,
    { after, limit }: { after: number; limit: number },
  ): Promise<StoredRejection[]> {
    const { rows } = await db.raw<{ rows: RejectedRow[] }>(
      `select ordinal, provider_record_id, reasons, cast(source_line as text) as source
         from importer_rejected
        where run_id = :runId and ordinal > :after
        order by ordinal limit :limit`,
      { runId, after, limit },
    );
    return rows.map((row) => ({
      ordinal: Number(row.ordinal),
      providerRecordId: row.provider_record_id,
      reasons: row.reasons,
      source: row.source,
    }));
  },

  /** Adds to the number of records that a run read of each dataset. */
  async addDatasets(trx: Knex, runId: number, counts: Map<string, number>): Promise<void> {
    if (counts.size === 0) return;
    // In the order of the key, so that nothing can wait for each other.
    const entries = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
    await trx.raw(
      `insert into importer_run_datasets as stored (run_id, dataset_key, records)
       select :runId, dataset_key, records
         from unnest(cast(:datasetKeys as text[]), cast(:counts as bigint[]))
              as touched (dataset_key, records)
           on conflict (run_id, dataset_key) do update
          set records = stored.records + excluded.records`,
      {
        runId,
        datasetKeys: entries.map(([key]) => key),
        counts: entries.map(([, count]) => count),
      },
    );
  },
};

export type RunRecordRepository = typeof runRecordRepository;
