import { createHash } from 'node:crypto';
import type { JobDefinition } from '../../contract/queue';

/** A definition with all its choices made. */
export type KnownJob = Required<JobDefinition<object>>;

/** A job that this process is to run now. */
export interface TakenJob {
  id: string;
  name: string;
  payload: object;
  /** How often it was tried before. */
  triesBefore: number;
}

export const completeDefinition = (definition: JobDefinition<object>): KnownJob => ({
  retries: 5,
  retryDelaySeconds: 60,
  timeoutSeconds: 900,
  concurrency: 1,
  ...definition,
});

/** Doubled with each further try: 60, 120, 240 and so on. */
export const secondsToNextTry = ({ retryDelaySeconds }: KnownJob, triesBefore: number): number =>
  retryDelaySeconds * 2 ** triesBefore;

/**
 * The id of the job that a schedule makes for a moment. Every server comes to the same one, and the
 * table takes it once.
 */
export function scheduledJobId(name: string, at: Date): string {
  const second = Math.floor(at.getTime() / 1000);
  const hash = createHash('sha256').update(`${name} ${second}`).digest('hex');
  return [0, 8, 12, 16, 20].map((from, i) => hash.slice(from, [8, 12, 16, 20, 32][i])).join('-');
}
