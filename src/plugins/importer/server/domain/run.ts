import type { Tally } from './tally';

export const RUN_STATES = [
  'queued',
  'running',
  'paused',
  'succeeded',
  'partial',
  'failed',
  'cancelled',
] as const;

export type RunState = (typeof RUN_STATES)[number];

/** Something that did not stop a run but keeps it from being clean. */
export interface RunWarning {
  code: string;
  detail: string;
  count: number;
  /** Whether records are missing because of it: such a run ends `partial`. */
  isLossy: boolean;
}

/** Why a run failed, in words for the person who started it. */
export interface RunError {
  code: string;
  detail: string;
}

/** One import as it stands: the row in the database, read. */
export interface Run {
  id: number;
  source: string;
  mode: string;
  parameters: Record<string, unknown>;
  state: RunState;
  cursor: string | null;
  pages: number;
  /** How many records the provider announced, if it did. */
  expected: number | null;
  tally: Tally;
  warnings: RunWarning[];
  error: RunError | null;
}

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
