import type { Knex } from 'knex';
import { workInBackground } from '../../../../lib/sql/background';
import type { Run, RunError, RunState, StartOptions } from '../../contract/run';
import type { Checkpoint } from '../domain/run';
import { assertBalanced } from '../domain/tally';
import { CheckpointLost, SourceFailure } from '../errors';
import type { RunRecordRepository } from '../repositories/run-records';
import type { RunSignals } from '../repositories/run-signals';
import type { LastWrite, RunRepository } from '../repositories/runs';
import { createRehearsal } from './rehearsal';
import type { MakeWay } from './make-way';
import type { RunReporter } from './run-reporter';
import type { RunKind, RunSteps } from './run-kinds';
import type { SourceLease } from './source-lease';

interface ExecutionDependencies {
  db: Knex;
  runs: RunRepository & RunSignals;
  runRecords: RunRecordRepository;
  report: RunReporter;
  /** How often a run that waits for its provider looks whether it is still wanted. */
  cancelPollMs: number;
  makeWay: MakeWay;
}

interface Ending {
  state: RunState;
  error: RunError | null;
}

export type RunExecution = (
  run: Run,
  kind: RunKind,
  given: { lease: SourceLease; options: Pick<StartOptions, 'maxPages' | 'signal' | 'onProgress'> },
) => Promise<Run>;

/** A run that asks whether it may withdraw so much waits for the answer. */
function stateOf({ mode, warnings, askedWithdrawals }: Checkpoint & Pick<Run, 'mode'>): RunState {
  // There is nothing to confirm about what would be.
  if (askedWithdrawals.length > 0 && mode !== 'dry-run') return 'paused';
  return warnings.some((warning) => warning.isLossy) ? 'partial' : 'succeeded';
}

const unexpected = (error: unknown): RunError => ({
  code: 'unexpected',
  detail: error instanceof Error ? error.message : String(error),
});

/** Carries a run out to its end, whichever it is, and writes the end down. */
export function createRunExecution({
  db,
  runs,
  runRecords,
  report,
  cancelPollMs,
  makeWay,
}: ExecutionDependencies): RunExecution {
  async function finish(
    run: Run,
    end: Ending,
    { lease, last }: { lease: SourceLease; last: LastWrite },
  ): Promise<void> {
    await db.transaction(async (trx) => {
      await lease.confirm(trx, run.id);
      const { warnings, askedWithdrawals } = run;
      const ending = { ...end, warnings, askedWithdrawals, last };
      if (!(await runs.finish(trx, run.id, ending))) throw new CheckpointLost(run.id);
      await report(trx, { ...run, ...end });
      // Who reads that this has ended may start the next: what follows is no part of the run.
      await lease.release(trx);
    });
    if (end.state !== 'succeeded' && end.state !== 'partial') return;
    for (const id of await runs.findSuperseded(db, run.id)) {
      while ((await runRecords.clearSeen(db, id)) > 0);
    }
  }

  return async (run, kind, { lease, options }) => {
    const cancel = new AbortController();
    const signals = options.signal ? [options.signal, cancel.signal] : [cancel.signal];
    const signal = AbortSignal.any(signals);
    // When this ends, however it ends, a request that is still under way must not outlive it.
    const requests = new AbortController();
    const cancelRequests = () => requests.abort();
    signal.addEventListener('abort', cancelRequests, { once: true });
    if (signal.aborted) cancelRequests();
    const poll = setInterval(() => {
      // The next checkpoint looks as well; a question that failed is asked again.
      runs.isCancelRequested(db, run.id).then(
        (isWanted) => isWanted && cancel.abort(),
        () => undefined,
      );
    }, cancelPollMs);
    let current = run;
    let last: LastWrite = null;
    const take = (checkpoint: Checkpoint) => {
      current = { ...current, ...checkpoint };
    };
    const rehearsal = run.mode === 'dry-run' ? createRehearsal(runRecords) : null;
    const steps: RunSteps = {
      requestSignal: requests.signal,
      signal,
      maxPages: options.maxPages ?? null,
      runRecords: rehearsal?.runRecords ?? runRecords,
      isRehearsal: rehearsal !== null,
      async commit(work) {
        const startedMs = performance.now();
        const { checkpoint, saved } = await db.transaction(async (trx) => {
          // Records and checkpoint reach the disk together or not at all, so nobody waits for the disk
          // here; the end of the run does, and takes all that came before with it. Should PostgreSQL
          // crash before, it has forgotten what this process has not: each write builds on the last.
          await trx.raw('set local synchronous_commit = off');
          await workInBackground(trx);
          await lease.confirm(trx, run.id);
          const made = rehearsal ? await rehearsal.rehearse(trx, run.id, work) : await work(trx);
          const written = await runs.saveCheckpoint(trx, run.id, { checkpoint: made, last });
          if (!written) throw new CheckpointLost(run.id);
          return { checkpoint: made, saved: written };
        });
        last = saved.last;
        take(checkpoint);
        if (saved.isCancelRequested) cancel.abort();
        await makeWay(performance.now() - startedMs, signal);
        return checkpoint;
      },
      onCheckpoint: (checkpoint) => {
        take(checkpoint);
        options.onProgress?.(current);
      },
    };
    const stopped = (): Ending => ({
      state: cancel.signal.aborted ? 'cancelled' : 'paused',
      error: null,
    });
    /** What counts is what the database holds: what this process thinks may be why it failed. */
    const fail = async (error: unknown) => {
      const stands = (await runs.find(db, run.id)) ?? current;
      await finish(stands, { state: 'failed', error: unexpected(error) }, { lease, last: null });
    };
    let end: Ending;
    try {
      take(await kind.carryOut(run, steps));
      assertBalanced(current.tally);
      end = signal.aborted ? stopped() : { state: stateOf(current), error: null };
    } catch (error) {
      if (signal.aborted) end = stopped();
      else if (error instanceof SourceFailure) {
        end = { state: 'failed', error: { code: error.code, detail: error.message } };
      } else {
        await fail(error);
        throw error;
      }
    } finally {
      clearInterval(poll);
      signal.removeEventListener('abort', cancelRequests);
      cancelRequests();
    }
    try {
      await finish(current, end, { lease, last });
    } catch (error) {
      if (error instanceof CheckpointLost) await fail(error);
      throw error;
    }
    return (await runs.find(db, run.id)) ?? { ...current, ...end };
  };
}
