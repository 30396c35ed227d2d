import type { Knex } from 'knex';
import type { RetentionRows } from '../repositories/retention';

interface Dependencies {
  db: () => Knex;
  rows: RetentionRows;
  now: () => Date;
}

const DAY_MS = 86_400_000;

/** Deletes what is older than it may be kept. Repeatable. */
export const createRetention = ({ db, rows, now }: Dependencies) => ({
  /** @returns how many messages went. */
  async deleteOlderThan(days: number, signal: AbortSignal): Promise<number> {
    await rows.moveFirst(db(), new Date(now().getTime() - days * DAY_MS));
    let total = 0;
    let isDone = false;
    while (!isDone && !signal.aborted) {
      const messages = await rows.deleteMessages(db());
      const events = await rows.deleteEvents(db());
      total += messages.deleted;
      isDone = messages.isDone && events.isDone;
    }
    return total;
  },
});

export type Retention = ReturnType<typeof createRetention>;
