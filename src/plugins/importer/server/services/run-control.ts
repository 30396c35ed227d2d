import type { Knex } from 'knex';
import type { CursorSigner } from '../../../../lib/signed-cursor';
import type { Run } from '../../contract/run';
import type { RunRequest } from '../../contract/run-request';
import type { ListQuery } from '../../contract/runs-http';
import { cannotCancel, cannotResume, foreignCursor, noSuchRun } from '../errors';
import type { RunRecordRepository, StoredRejection } from '../repositories/run-records';
import type { RunSignals } from '../repositories/run-signals';
import type { RunRepository } from '../repositories/runs';

interface ControlDependencies {
  db: Knex;
  runs: RunRepository & RunSignals;
  runRecords: RunRecordRepository;
  cursors: CursorSigner;
  /** Makes a queued run of a request. */
  prepare: (trx: Knex, request: RunRequest) => Promise<Run>;
  /** Has a run carried out by whichever server is free, once the transaction commits. */
  send: (trx: Knex.Transaction, runId: number) => Promise<void>;
}

const REJECTED_AT_ONCE = 500;

export interface RunPage {
  runs: Run[];
  nextCursor: string | null;
}

/** Runs from a distance: whoever asks need not be the process that carries them out. */
export function createRunControl(dependencies: ControlDependencies) {
  const { db, runs, runRecords, cursors, prepare, send } = dependencies;

  async function find(id: number): Promise<Run> {
    const run = await runs.find(db, id);
    if (!run) throw noSuchRun();
    return run;
  }

  return {
    find,

    /** Queues a run. @throws Problem when it cannot be understood or the same one waits already. */
    start: (request: RunRequest): Promise<Run> =>
      db.transaction(async (trx) => {
        const run = await prepare(trx, request);
        await send(trx, run.id);
        return run;
      }),

    /** The history, newest first. @throws Problem for a cursor of another list */
    async list({ cursor, limit, ...filter }: ListQuery): Promise<RunPage> {
      const scope = JSON.stringify([filter.source ?? null, filter.state ?? null]);
      const before = cursor === undefined ? null : cursors.read(cursor, scope);
      if (cursor !== undefined && before === null) throw foreignCursor();
      const found = await runs.list(db, { ...filter, before, limit: limit + 1 });
      const page = found.slice(0, limit);
      const last = page.at(-1);
      const isMore = found.length > limit && last !== undefined;
      return { runs: page, nextCursor: isMore ? cursors.sign(last.id, scope) : null };
    },

    /** Ends a run: at once where nobody carries it out, else at its next checkpoint. */
    async cancel(id: number): Promise<Run> {
      await find(id);
      if (!(await runs.requestCancel(db, id))) throw cannotCancel();
      return find(id);
    },

    /** Has a run that was stopped or failed go on from its checkpoint. */
    async resume(id: number): Promise<Run> {
      await find(id);
      await db.transaction(async (trx) => {
        if (!(await runs.requeue(trx, id))) throw cannotResume();
        await send(trx, id);
      });
      return find(id);
    },

    /** What a run refused, in its order, page by page. */
    async *rejected(id: number): AsyncGenerator<StoredRejection[], void, void> {
      for (let after = 0; ; ) {
        const page = await runRecords.findRejected(db, id, { after, limit: REJECTED_AT_ONCE });
        const last = page.at(-1);
        if (!last) return;
        yield page;
        after = last.ordinal;
      }
    },
  };
}

export type RunControl = ReturnType<typeof createRunControl>;
