import type { RunRequest } from './run-request';

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

/** What became of the records of a run, each counted once. */
export interface Outcomes {
  read: number;
  inserted: number;
  updated: number;
  unchanged: number;
  rejected: number;
  repeated: number;
}

/** The counts of a run: outcomes, and how often each reason, flag and oddity was met. */
export interface Tally extends Outcomes {
  /** Records that the provider has taken back; none of those that were read. */
  withdrawn: number;
  reasons: Record<string, number>;
  flags: Record<string, number>;
  /** Fields, flags and kinds of value that we did not expect: kept, counted, never fatal. */
  drift: Record<string, number>;
}

/** Something that did not stop a run but keeps it from being clean. */
export interface RunWarning {
  code: string;
  detail: string;
  count: number;
  /** Whether records are missing because of it: such a run ends `partial`. */
  isLossy: boolean;
}

/** Records of one dataset that the provider has no more, of those that it had. */
export interface AskedWithdrawal {
  datasetKey: string;
  records: number;
  stored: number;
  /** Refused records of which nobody can tell which they are: some of the missing may be these. */
  unread?: number;
  /** Keys of some of the records. */
  examples?: string[];
}

/** Why a run failed, in words for the person who started it. */
export interface RunError {
  code: string;
  detail: string;
}

/** One import as it stands. */
export interface Run {
  id: number;
  source: string;
  mode: string;
  /** Name of the profile it was started by. */
  profile: string | null;
  parameters: Record<string, unknown>;
  state: RunState;
  cursor: string | null;
  pages: number;
  /** How many records the provider announced, if it did. */
  expected: number | null;
  tally: Tally;
  warnings: RunWarning[];
  error: RunError | null;
  /** Withdrawals that are too many to be made unasked: the run stays paused until they are confirmed. */
  askedWithdrawals: AskedWithdrawal[];
  confirmedWithdrawals: AskedWithdrawal[];
  /** What was withdrawn unasked or confirmed, by dataset; of a dry run what would be. */
  withdrawals: AskedWithdrawal[];
  /** A schedule asked for it, so that nobody watches. */
  isScheduled: boolean;
  /** Somebody wants it to end; it does at its next checkpoint. */
  isCancelRequested: boolean;
  createdAt: Date;
  /** When it was started last. */
  startedAt: Date | null;
  /** What it had read by then. */
  readAtStart: number;
  heartbeatAt: Date | null;
  finishedAt: Date | null;
}

export interface StartOptions extends RunRequest {
  /** Aborted: the run finishes the slice it is merging and ends `paused`. */
  signal?: AbortSignal;
  /** The withdrawals that a paused run asks about may be made. */
  confirmWithdrawals?: boolean;
  /** Called with the run when it starts and after every transaction. */
  onProgress?: (run: Run) => void;
}

/** The service `runs`, as others may use it. */
export interface ImportRuns {
  /**
   * Runs an import to its end and answers the run as it ended: succeeded, partial, failed with the
   * reason, or paused when `signal` was aborted. An interrupted run with the same question is
   * continued from its checkpoint.
   * @throws Problem when the request is wrong or the source is busy, and whatever is a bug.
   */
  start(options: StartOptions): Promise<Run>;
  /**
   * Carries out a run that was queued or interrupted, to its end; one that is over stays as it is.
   * @throws Problem when the source is busy.
   */
  execute(id: number, options: Pick<StartOptions, 'signal' | 'onProgress'>): Promise<Run>;
  find(id: number): Promise<Run | null>;
}
