import type { Knex } from 'knex';
import { workInBackground } from '../../../../lib/sql/background';
import type { Run, RunError, RunState, StartOptions } from '../../contract/run';
import type { Checkpoint } from '../domain/run';
import { assertBalanced } from '../domain/tally';
import { SourceFailure } from '../errors';
import type { RunRecordRepository } from '../repositories/run-records';
import type { RunSignals } from '../repositories/run-signals';
import type { RunRepository } from '../repositories/runs';
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
  async function finish(run: Run, end: Ending, lease: SourceLease): Promise<void> {
    await db.transaction(async (trx) => {
      await lease.confirm(trx, run.id);
      const { warnings, askedWithdrawals } = run;
      await runs.finish(trx, run.id, { ...end, warnings, askedWithdrawals });
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
        const { checkpoint, isCancelled } = await db.transaction(async (trx) => {
          // Records and checkpoint reach the disk together or not at all, so nobody waits for the disk
          // here; the end of the run does, and takes all that came before with it.
          await trx.raw('set local synchronous_commit = off');
          await workInBackground(trx);
          await lease.confirm(trx, run.id);
          const made = rehearsal ? await rehearsal.rehearse(trx, run.id, work) : await work(trx);
          return {
            checkpoint: made,
            isCancelled: await runs.saveCheckpoint(trx, run.id, made),
          };
        });
        if (isCancelled) cancel.abort();
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
        await finish(current, { state: 'failed', error: unexpected(error) }, lease);
        throw error;
      }
    } finally {
      clearInterval(poll);
      signal.removeEventListener('abort', cancelRequests);
      cancelRequests();
    }
    await finish(current, end, lease);
    return (await runs.find(db, run.id)) ?? { ...current, ...end };
  };
}
