import type { Knex } from 'knex';
import type { HistoryRepository } from '../repositories/history';

interface HistoryDependencies {
  db: Knex;
  history: HistoryRepository;
  days: number;
  now: () => Date;
}

const DAY_MS = 86_400_000;

/** What runs leave behind, for as long as it is kept. */
export function createHistoryService({ db, history, days, now }: HistoryDependencies) {
  return {
    /**
     * Removes runs that ended long ago, with what they refused; the newest answer to each question
     * stays. Goes on where it was interrupted.
     * @returns how many runs.
     */
    async removeOld(signal: AbortSignal): Promise<number> {
      const before = new Date(now().getTime() - days * DAY_MS);
      while (!signal.aborted && (await history.removeRejected(db, before)) > 0);
      while (!signal.aborted && (await history.removeSeen(db, before)) > 0);
      let removed = 0;
      for (let some = 1; some > 0 && !signal.aborted; removed += some) {
        some = await history.removeRuns(db, before);
      }
      return removed;
    },
  };
}

export type HistoryService = ReturnType<typeof createHistoryService>;
