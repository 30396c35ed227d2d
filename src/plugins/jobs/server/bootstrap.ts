import type { Core } from '@strapi/strapi';
import type { JobsConfig } from './config';
import type { QueueService } from './services/queue';

/** Every plugin and the app have declared their jobs by now. */
export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const { mail } = strapi.config.get<JobsConfig>('plugin::jobs');
  if (mail.isUndelivered) {
    strapi.log.warn(
      'EMAIL_PROVIDER is console: no mail leaves this server, so nobody can sign in by mail. Set a provider.',
    );
  }
  await strapi.plugin('jobs').service<QueueService>('queue').start();
}
