import type { RunWarning, Tally } from '../../contract/run';

/** What a page's transaction writes into the run beside the records. */
export interface Checkpoint {
  cursor: string | null;
  pages: number;
  expected: number | null;
  tally: Tally;
  warnings: RunWarning[];
}

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
