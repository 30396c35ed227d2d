import type { Run } from '../../contract/run';
import type { RunView } from '../../contract/runs-http';

/** A run as the API shows it, with its pace since it was started last and what is left at that pace. */
export function presentRun(run: Run): RunView {
  const { tally, createdAt, startedAt, heartbeatAt, finishedAt, readAtStart, ...shown } = run;
  const { id, source, mode, parameters, state, pages, expected } = shown;
  const {
    profile,
    isCancelRequested,
    isScheduled,
    warnings,
    error,
    askedWithdrawals,
    withdrawals,
  } = shown;
  const { read } = tally;
  const seconds =
    startedAt && heartbeatAt ? (heartbeatAt.getTime() - startedAt.getTime()) / 1000 : 0;
  const rate = seconds > 0 && read > readAtStart ? (read - readAtStart) / seconds : null;
  const isUnderWay = run.state === 'running' && rate !== null && expected !== null;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    ...{ id, source, mode, profile, parameters, state, pages, expected, isCancelRequested },
    ...{ warnings, error, askedWithdrawals, withdrawals, isScheduled },
    ...tally,
    recordsPerSecond: rate === null ? null : Math.round(rate * 10) / 10,
    secondsLeft: isUnderWay ? Math.ceil(Math.max(0, expected - read) / rate) : null,
    createdAt: iso(createdAt),
    startedAt: iso(startedAt),
    finishedAt: iso(finishedAt),
  };
}
