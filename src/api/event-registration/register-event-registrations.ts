import type { Core } from '@strapi/strapi';
import { loadEnv } from '../../env';
import type { Outbox } from '../../plugins/jobs/contract/outbox';
import type { JobQueue } from '../../plugins/jobs/contract/queue';
import { keepRegistrations } from './keep-registrations';
import { createTellPromoted, TELL_PROMOTED } from './tell-promoted';

/** Runs before the database exists; the job is put together when it runs. */
export function registerEventRegistrations(strapi: Core.Strapi): void {
  const jobs = strapi.plugin('jobs');
  const queue = jobs.service<JobQueue>('queue');
  queue.define({
    name: TELL_PROMOTED,
    run(_payload, signal) {
      const { frontendBaseUrl, TIME_ZONE: timeZone } = loadEnv();
      const tell = createTellPromoted({
        db: strapi.db.connection,
        outbox: jobs.service<Outbox>('outbox'),
        frontendBaseUrl,
        timeZone,
        now: () => new Date(),
      });
      return tell(signal);
    },
  });
  queue.schedule(TELL_PROMOTED, '* * * * *');
  keepRegistrations(strapi);
}
