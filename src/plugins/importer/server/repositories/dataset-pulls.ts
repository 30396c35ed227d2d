import type { Knex } from 'knex';
import type { DatasetPull } from '../domain/withdrawals';

interface PullRow {
  dataset_key: string;
  updated_at_provider: Date | null;
  pulled_at: Date;
}

const dateOf = (value: Date | null) => (value === null ? null : new Date(value));

/** Which states of datasets the question of a run has read to their end. */
export const datasetPullRepository = {
  /** Everything that runs of the same question have read. Relies on the primary key. */
  async findOf(db: Knex, runId: number): Promise<DatasetPull[]> {
    const { rows } = await db.raw<{ rows: PullRow[] }>(
      `select pull.dataset_key, pull.updated_at_provider, pull.pulled_at
         from importer_dataset_pulls as pull
         join importer_runs as run
           on run.source = pull.source and run.question_key = pull.question_key
        where run.id = :runId`,
      { runId },
    );
    return rows.map((row) => ({
      datasetKey: row.dataset_key,
      updatedAtProvider: dateOf(row.updated_at_provider),
      pulledAt: new Date(row.pulled_at),
    }));
  },

  /** Notes that these were read to their end. One entry a dataset. */
  async save(trx: Knex, runId: number, pulls: DatasetPull[]): Promise<void> {
    if (pulls.length === 0) return;
    await trx.raw(
      `insert into importer_dataset_pulls as stored
              (source, question_key, dataset_key, updated_at_provider, pulled_at)
       select run.source, run.question_key, pull."datasetKey", pull."updatedAtProvider",
              pull."pulledAt"
         from json_to_recordset(cast(:pulls as json))
              as pull ("datasetKey" text, "updatedAtProvider" timestamptz, "pulledAt" timestamptz)
        cross join importer_runs as run
        where run.id = :runId and run.question_key is not null
           on conflict (source, question_key, dataset_key) do update
          set updated_at_provider = excluded.updated_at_provider, pulled_at = excluded.pulled_at`,
      { runId, pulls: JSON.stringify(pulls) },
    );
  },

  /** A dataset that is gone is not asked for again. */
  async forget(trx: Knex, runId: number, datasetKey: string): Promise<void> {
    await trx.raw(
      `delete from importer_dataset_pulls as pull
        using importer_runs as run
        where run.id = :runId and run.source = pull.source
          and run.question_key = pull.question_key and pull.dataset_key = :datasetKey`,
      { runId, datasetKey },
    );
  },
};

export type DatasetPullRepository = typeof datasetPullRepository;
