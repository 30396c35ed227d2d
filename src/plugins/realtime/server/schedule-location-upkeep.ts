import type { Core } from '@strapi/strapi';
import type { JobQueue } from '../../jobs/contract/queue';
import type { RealtimeConfig } from './config';
import { positionRows } from './repositories/location/positions';

const JOB = 'realtime.delete-old-positions';
const EVERY_HOUR = '17 * * * *';
const AT_ONCE = 10_000;

/** Deletes positions that are kept no longer, a few at a time so that nothing waits for it. */
export function scheduleLocationUpkeep(strapi: Core.Strapi): void {
  const queue = strapi.plugin('jobs').service<JobQueue>('queue');
  queue.define({
    name: JOB,
    retries: 0,
    async run(_payload, signal) {
      const { keptSeconds } = strapi.config.get<RealtimeConfig>('plugin::realtime').location;
      const before = new Date(Date.now() - keptSeconds * 1000);
      let deleted = AT_ONCE;
      while (deleted === AT_ONCE && !signal.aborted) {
        deleted = await positionRows.deleteOlder(strapi.db.connection, before, AT_ONCE);
      }
    },
  });
  queue.schedule(JOB, EVERY_HOUR);
}
