import type { Core } from '@strapi/strapi';
import type { JobQueue } from '../../jobs/contract/queue';
import type { AccountsConfig } from './config';
import type { FlowsService } from './services/flows';
import type { SecurityEventsService } from './services/security-events';
import type { SessionsService } from './services/sessions';

const CLEAN_UP_JOB = 'accounts.clean-up';

/** Deletes what has been over for long: sessions, mails that were asked for, old security events. */
export function scheduleCleanUp(strapi: Core.Strapi): void {
  const queue = strapi.plugin('jobs').service<JobQueue>('queue');
  queue.define({
    name: CLEAN_UP_JOB,
    retries: 0,
    async run() {
      const accounts = strapi.plugin('accounts');
      const db = strapi.db.connection;
      const { securityEventDays } = strapi.config.get<AccountsConfig>('plugin::accounts');
      const sessions = await accounts.service<SessionsService>('sessions').cleanUp(db);
      const flows = await accounts.service<FlowsService>('flows').cleanUp(db);
      const events = await accounts
        .service<SecurityEventsService>('securityEvents')
        .deleteOlderThan(db, securityEventDays);
      strapi.log.debug(
        `Accounts: deleted ${sessions} old sessions, ${flows} flows, ${events} security events`,
      );
    },
  });
  queue.schedule(CLEAN_UP_JOB, '37 3 * * *');
}
