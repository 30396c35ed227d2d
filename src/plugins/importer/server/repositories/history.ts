import type { Knex } from 'knex';

const RECORDS_AT_ONCE = 10_000;
const RUNS_AT_ONCE = 100;

/**
 * Runs that ended before an instant. The newest that answered its question stays whatever its age:
 * an incremental import goes on from it.
 */
const OLD_RUNS = `
  select run.id
    from importer_runs as run
   where run.finished_at < :before
     and not (run.state = 'succeeded' and run.mode <> 'dry-run' and run.question_key is not null
              and not exists (
                select from importer_runs as newer
                 where newer.source = run.source and newer.question_key = run.question_key
                   and newer.state = 'succeeded' and newer.mode <> 'dry-run'
                   and newer.id > run.id))`;

/** What is deleted at once, so that no statement takes long: what a run refused, what it met, runs. */
export const historyRepository = {
  /** @returns how many rejected records were removed; call again until it is 0. */
  async removeRejected(db: Knex, before: Date): Promise<number> {
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `delete from importer_rejected
        where ctid = any (array(
          select refused.ctid from importer_rejected as refused
           where refused.run_id in (${OLD_RUNS}) limit :limit))`,
      { before, limit: RECORDS_AT_ONCE },
    );
    return rowCount;
  },

  /** @returns how many notes of met records were removed; call again until it is 0. */
  async removeSeen(db: Knex, before: Date): Promise<number> {
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `delete from importer_seen
        where ctid = any (array(
          select seen.ctid from importer_seen as seen
           where seen.run_id in (${OLD_RUNS}) limit :limit))`,
      { before, limit: RECORDS_AT_ONCE },
    );
    return rowCount;
  },

  /** @returns how many runs were removed; call again until it is 0. Relies on importer_runs_finished_idx. */
  async removeRuns(db: Knex, before: Date): Promise<number> {
    const { rowCount } = await db.raw<{ rowCount: number }>(
      `delete from importer_runs where id in (${OLD_RUNS} order by run.id limit :limit)`,
      { before, limit: RUNS_AT_ONCE },
    );
    return rowCount;
  },
};

export type HistoryRepository = typeof historyRepository;
