import type { Core } from '@strapi/strapi';
import type { JobsConfig } from './config';
import { createDevMailsController } from './controllers/dev-mails';
import { outboxRepository } from './repositories/outbox';
import { registerDevMails, type Router } from './routes/dev-mails';
import type { MailSender } from './services/mail-sender';
import { MAIL_JOB } from './services/outbox';
import type { QueueService } from './services/queue';
import type { RecentMails } from './services/recent-mails';
import { wireMailSender } from './services/wire-mail';

const CLEAN_UP_JOB = 'jobs.outbox-clean-up';
/** As many as the mail provider lets us have connections. */
const MAILS_AT_ONCE = 5;

interface Wiring {
  strapi: Core.Strapi;
}

/** Declares the plugin's own jobs; there is no database yet, so they are put together when they run. */
export function register({ strapi }: Wiring): void {
  const { mail: settings } = strapi.config.get<JobsConfig>('plugin::jobs');
  const queue = strapi.plugin('jobs').service<QueueService>('queue');
  const recentMails = strapi.plugin('jobs').service<RecentMails>('recentMails');
  let sender: MailSender | undefined;

  queue.define<{ id: string }>({
    name: MAIL_JOB,
    retryDelaySeconds: settings.retrySeconds,
    concurrency: MAILS_AT_ONCE,
    async run({ id }, signal) {
      sender ??= wireMailSender({
        strapi,
        settings,
        recentMails,
        print: (text) => process.stdout.write(text),
      });
      await sender.send(id, signal);
    },
  });

  queue.define({
    name: CLEAN_UP_JOB,
    retries: 0,
    async run() {
      await outboxRepository.expireAll(strapi.db.connection);
      const deleted = await outboxRepository.deleteOld(strapi.db.connection);
      if (deleted > 0) strapi.log.info(`Outbox: ${deleted} old mails deleted`);
    },
  });
  queue.schedule(CLEAN_UP_JOB, '17 * * * *');

  if (settings.console !== 'off') {
    // Its own types need a package that is not installed, and resolve to any.
    registerDevMails(strapi.server.router as Router, createDevMailsController({ recentMails }));
  }
}
