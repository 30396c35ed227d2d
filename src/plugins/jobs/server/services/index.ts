import { randomUUID } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import type { Outbox } from '../../contract/outbox';
import type { JobsConfig } from '../config';
import { outboxRepository } from '../repositories/outbox';
import { createOutboxService } from './outbox';
import { createQueueService, type QueueService } from './queue';
import { createRecentMails, type RecentMails } from './recent-mails';
import { outboxKeyring } from './wire-mail';

interface Wiring {
  strapi: Core.Strapi;
}

// Parsed by the validator at boot.
const settingsOf = (strapi: Core.Strapi) => strapi.config.get<JobsConfig>('plugin::jobs');

export const services = {
  queue: ({ strapi }: Wiring): QueueService => {
    const { enabled, pollSeconds, graceSeconds } = settingsOf(strapi);
    return createQueueService({
      db: () => strapi.db.connection,
      log: strapi.log,
      runsJobs: enabled,
      pollSeconds,
      graceSeconds,
    });
  },

  outbox: ({ strapi }: Wiring): Outbox =>
    createOutboxService({
      rows: outboxRepository,
      keyring: outboxKeyring(settingsOf(strapi).mail),
      makeId: randomUUID,
      send: (trx, name, payload) =>
        strapi.plugin('jobs').service<QueueService>('queue').send(trx, name, payload),
    }),

  recentMails: (): RecentMails => createRecentMails(),
};
