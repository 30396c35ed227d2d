import type { Knex } from 'knex';
import type { ActivityRepository } from '../repositories/activity';

/** Pauses for others after a transaction that took so long. */
export type MakeWay = (tookMs: number, signal: AbortSignal) => Promise<void>;

/**
 * How long an import rests for each millisecond that it wrote while others ask. Readers then keep two
 * thirds of what they have alone on a machine that both fill (`npm run bench -- import --reads`).
 */
const REST = 1.25;
/** A transaction that waited for somebody is no measure of the work that it was. */
const LONGEST_MS = 2000;

interface Dependencies {
  db: Knex;
  activity: ActivityRepository;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** An import writes as fast as it can while it is alone, and rests between its transactions while it is not. */
export function createMakeWay({ db, activity, sleep }: Dependencies): MakeWay {
  return async (tookMs, signal) => {
    if (signal.aborted || !(await activity.isOtherActive(db))) return;
    await sleep(Math.min(tookMs * REST, LONGEST_MS), signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  };
}
