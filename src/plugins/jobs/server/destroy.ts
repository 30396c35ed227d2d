import type { Core } from '@strapi/strapi';
import type { QueueService } from './services/queue';

interface MailProvider {
  close?(): void;
}

/** Strapi calls this before it closes the database. */
export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await strapi.plugin('jobs').service<QueueService>('queue').stop();
  // The email plugin gets its provider when it boots, and does not close it.
  (strapi.plugin('email') as { provider?: MailProvider }).provider?.close?.();
}
