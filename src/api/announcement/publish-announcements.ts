import type { Core } from '@strapi/strapi';
import { withinTransaction } from '../../lib/within-transaction';
import type { JobQueue } from '../../plugins/jobs/contract/queue';
import { createAnnouncementStore } from './announcement-store';

const UID = 'api::announcement.announcement';
const JOB = 'programme.publish-announcements';

/** One announcement in a transaction of its own; what goes wrong with it does not stop the others. */
async function each(
  strapi: Core.Strapi,
  documentIds: string[],
  work: (store: ReturnType<typeof createAnnouncementStore>, documentId: string) => Promise<void>,
): Promise<void> {
  for (const documentId of documentIds) {
    try {
      await withinTransaction(strapi, (trx) => work(createAnnouncementStore(trx), documentId));
    } catch (error) {
      strapi.log.warn(`Announcement ${documentId} stays as it is: ${(error as Error).message}`);
    }
  }
}

/**
 * Publishes what is due, each once for the moment it was planned for, so that nothing comes back which
 * an editor took back; and takes back what is over. Through Strapi, so that webhooks hear of it.
 */
export async function publishAnnouncements(strapi: Core.Strapi, now: Date): Promise<void> {
  const store = createAnnouncementStore(strapi.db.connection);
  await each(strapi, await store.listDue(now), async (held, documentId) => {
    if (!(await held.claim(documentId, now))) return;
    if (await held.isPublished(documentId)) return;
    await strapi.documents(UID).publish({ documentId });
  });
  await each(strapi, await store.listExpired(now), async (held, documentId) => {
    if (!(await held.holdExpired(documentId, now))) return;
    await strapi.documents(UID).unpublish({ documentId });
  });
}

/** Looks each minute for announcements that are due or over. Call it in `register`. */
export function scheduleAnnouncements(strapi: Core.Strapi): void {
  const queue = strapi.plugin('jobs').service<JobQueue>('queue');
  queue.define({ name: JOB, retries: 0, run: () => publishAnnouncements(strapi, new Date()) });
  queue.schedule(JOB, '* * * * *');
}
