import type { Core } from '@strapi/strapi';
import type { FileKeepers } from '../../files/contract/keepers';
import type { JobQueue } from '../../jobs/contract/queue';
import type { RealtimeConfig } from './config';
import { scheduleLocationUpkeep } from './schedule-location-upkeep';
import type { Retention } from './services/retention';

const RETENTION_JOB = 'realtime.retention';

/** Keeps files that messages hold, and declares the job that deletes old messages. */
export function register({ strapi }: { strapi: Core.Strapi }): void {
  strapi
    .plugin('files')
    .service<FileKeepers>('keepers')
    .register({
      name: 'chat',
      uses: (fileId) => `exists (select 1 from chat_attachments where file_id = ${fileId})`,
    });
  const { chatRetentionDays } = strapi.config.get<RealtimeConfig>('plugin::realtime');
  const queue = strapi.plugin('jobs').service<JobQueue>('queue');
  queue.define({
    name: RETENTION_JOB,
    async run(_payload, signal) {
      if (chatRetentionDays === 0) return;
      const retention = strapi.plugin('realtime').service<Retention>('retention');
      const deleted = await retention.deleteOlderThan(chatRetentionDays, signal);
      if (deleted > 0) strapi.log.info(`Realtime: ${deleted} old messages deleted`);
    },
  });
  if (chatRetentionDays > 0) queue.schedule(RETENTION_JOB, '47 2 * * *');
  scheduleLocationUpkeep(strapi);
}
