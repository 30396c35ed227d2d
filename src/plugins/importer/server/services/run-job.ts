import { Problem } from '../../../../lib/problem';
import type { ImportRuns, Run } from '../../contract/run';

export const IMPORT_JOB = 'importer.run';

const BUSY_SECONDS = 30;
const PAUSED_SECONDS = 5;

interface JobGiven {
  signal: AbortSignal;
  /** After so long the run pauses and comes back. */
  longestMs: number;
  comeBack: (seconds: number) => Error;
}

/** It asks about withdrawals: when all is read, only an answer has it go on, by a job of its own. */
const isWaitingForPeople = ({ mode, askedWithdrawals }: Run) =>
  mode !== 'dry-run' && askedWithdrawals.length > 0;

/**
 * Carries a run out as a job. A source that is busy, and a server that stops, are no failures: the
 * job comes back. However often it comes, the run goes on where it stands or is over already.
 */
export async function carryOutJob(
  runs: ImportRuns,
  runId: number,
  { signal, longestMs, comeBack }: JobGiven,
): Promise<void> {
  const stop = AbortSignal.any([signal, AbortSignal.timeout(longestMs)]);
  try {
    const run = await runs.execute(runId, { signal: stop });
    // One that was stopped may have asked about one dataset and has others to read.
    const goesOn = stop.aborted || !isWaitingForPeople(run);
    if (run.state === 'paused' && goesOn) throw comeBack(PAUSED_SECONDS);
  } catch (error) {
    if (error instanceof Problem && error.code === 'import-running') throw comeBack(BUSY_SECONDS);
    // Its run was removed from the history: there is nothing left to do.
    if (error instanceof Problem && error.code === 'not-found') return;
    throw error;
  }
}
