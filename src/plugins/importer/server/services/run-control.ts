import type { Knex } from 'knex';
import type { CursorSigner } from '../../../../lib/signed-cursor';
import type { Run } from '../../contract/run';
import type { RunRequest } from '../../contract/run-request';
import type { ImportProfiles } from '../../contract/profiles';
import type { ListQuery, ResumeBody, StartBody } from '../../contract/runs-http';
import {
  cannotCancel,
  cannotResume,
  confirmationNeeded,
  foreignCursor,
  fullNotConfirmed,
  noSuchRun,
  noSuchProfile,
  questionMissing,
  supersededBy,
} from '../errors';
import type { RunRecordRepository, StoredRejection } from '../repositories/run-records';
import type { RunSignals } from '../repositories/run-signals';
import type { RunRepository } from '../repositories/runs';

interface ControlDependencies {
  db: Knex;
  runs: RunRepository & RunSignals;
  runRecords: RunRecordRepository;
  profiles: Pick<ImportProfiles, 'find'>;
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
  const { db, runs, runRecords, profiles, cursors, prepare, send } = dependencies;

  async function find(id: number): Promise<Run> {
    const run = await runs.find(db, id);
    if (!run) throw noSuchRun();
    return run;
  }

  const start = (request: RunRequest): Promise<Run> =>
    db.transaction(async (trx) => {
      const run = await prepare(trx, request);
      await send(trx, run.id);
      return run;
    });

  /** What somebody asks for, in their own words or in those of a profile. */
  async function questionOf({ source, profile, parameters = {}, all }: StartBody) {
    if (profile !== undefined) {
      const found = await profiles.find(profile);
      if (source !== undefined && source !== found.source) throw noSuchProfile(profile);
      return { source: found.source, parameters: found.parameters, profile: found.name };
    }
    const isOpen = Object.keys(parameters).length === 0;
    if (source !== 'worms' && !all && isOpen) throw questionMissing();
    // The body names a source when it names no profile.
    return { source: source ?? '', parameters };
  }

  return {
    find,

    /** Queues a run. @throws Problem when it cannot be understood or the same one waits already. */
    start,

    /** Queues what somebody asks for. @throws Problem also when too much is asked for unconfirmed. */
    async ask(body: StartBody): Promise<Run> {
      const question = await questionOf(body);
      if (body.mode === 'full' && !body.confirm) throw fullNotConfirmed();
      return start({ ...question, mode: body.mode });
    },

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

    /**
     * Has a run that was stopped or failed go on from its checkpoint.
     * @throws Problem when it asks whether it may withdraw records, and gets no answer; and when
     * a later one has answered its question.
     */
    async resume(id: number, { confirmWithdrawals }: ResumeBody): Promise<Run> {
      const { mode, state, askedWithdrawals } = await find(id);
      const isAsking = state === 'paused' && mode !== 'dry-run' && askedWithdrawals.length > 0;
      if (isAsking && !confirmWithdrawals) throw confirmationNeeded();
      await db.transaction(async (trx) => {
        const successor = await runs.findSuccessor(trx, id);
        if (successor !== null) throw supersededBy(successor);
        if (confirmWithdrawals) await runs.confirmWithdrawals(trx, id);
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
