import type { Knex } from 'knex';
import type { RejectedRecord } from '../domain/accepted-record';
import type { RunRecordRepository } from '../repositories/run-records';

/** Ends a savepoint that did what it was for. */
class Undo extends Error {}

/**
 * Does the work of a run as it would be done and takes it back: what it counts is what would happen,
 * faults of the database included, and nothing stays but the rejections, and what was met, which are the report.
 */
export function createRehearsal(runRecords: RunRecordRepository) {
  let rejections: RejectedRecord[] = [];
  let met: number[] = [];
  return {
    /** For the work: keeps aside what is to stay, since what is written is taken back. */
    runRecords: {
      ...runRecords,
      addSeen: (trx: Knex, runId: number, occurrenceIds: number[]) => {
        met.push(...occurrenceIds);
        return runRecords.addSeen(trx, runId, occurrenceIds);
      },
      addRejected: (_trx: Knex, _runId: number, rejected: RejectedRecord[]) => {
        rejections.push(...rejected);
        return Promise.resolve();
      },
    } satisfies RunRecordRepository,

    async rehearse<Result>(
      trx: Knex,
      runId: number,
      work: (trx: Knex) => Promise<Result>,
    ): Promise<Result> {
      rejections = [];
      met = [];
      let result: { value: Result } | undefined;
      try {
        await trx.transaction(async (savepoint) => {
          result = { value: await work(savepoint) };
          throw new Undo();
        });
      } catch (error) {
        if (!(error instanceof Undo)) throw error;
      }
      if (!result) throw new Error('A rehearsal ended without a result');
      await runRecords.addRejected(trx, runId, rejections);
      // What is not met would be withdrawn. The ids of new records name nothing any more.
      await runRecords.addSeen(trx, runId, met);
      return result.value;
    },
  };
}
