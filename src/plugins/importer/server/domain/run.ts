import type { AskedWithdrawal, Run, RunWarning, Tally } from '../../contract/run';

/** What a page's transaction writes into the run beside the records. */
export interface Checkpoint {
  cursor: string | null;
  pages: number;
  expected: number | null;
  tally: Tally;
  warnings: RunWarning[];
  /** Withdrawals that wait for a person to confirm them. */
  askedWithdrawals: AskedWithdrawal[];
  /** Those that were made, or would be, by dataset. */
  withdrawals: AskedWithdrawal[];
}

/** Where a run stands when it is started or continued. */
export const checkpointOf = (run: Run): Checkpoint => ({
  cursor: run.cursor,
  pages: run.pages,
  expected: run.expected,
  tally: run.tally,
  warnings: run.warnings,
  askedWithdrawals: run.askedWithdrawals,
  withdrawals: run.withdrawals,
});

/** Adds a warning, or one more of it. */
export function addWarning(
  warnings: readonly RunWarning[],
  { code, detail, isLossy }: Omit<RunWarning, 'count'>,
): RunWarning[] {
  const known = warnings.find((warning) => warning.code === code && warning.detail === detail);
  if (!known) return [...warnings, { code, detail, isLossy, count: 1 }];
  return warnings.map((warning) =>
    warning === known ? { ...warning, count: warning.count + 1 } : warning,
  );
}
