import type { Core } from '@strapi/strapi';
import type { SecurityEvents } from '../../contract/security-event';
import { accountChangeRows } from '../repositories/account-changes';
import { createAccountOverviewRows } from '../repositories/account-overview';
import { securityEventRows } from '../repositories/security-events';
import { sessionRepository } from '../repositories/sessions';
import { unverifiedAccountRows } from '../repositories/unverified-accounts';
import {
  createAccountChangesService,
  type StaffFlows,
  type StaffSessions,
  type StaffVerification,
} from './account-changes';
import { createAccountOverviewService } from './account-overview';
import { createMarkVerifiedService } from './mark-verified';
import { createSecurityEventsService } from './security-events';

interface Wiring {
  strapi: Core.Strapi;
}

export const adminServices = {
  securityEvents: () => createSecurityEventsService({ rows: securityEventRows }),

  accountOverview: ({ strapi }: Wiring) =>
    createAccountOverviewService({ rows: createAccountOverviewRows(strapi.db.connection) }),

  accountChanges: ({ strapi }: Wiring) =>
    createAccountChangesService({
      inTransaction: (work) => strapi.db.connection.transaction(work),
      rows: accountChangeRows,
      events: createSecurityEventsService({ rows: securityEventRows }),
      endSession: (trx, { userId, sessionId }) =>
        sessionRepository.end(trx, { id: sessionId, userId, reason: 'revoked', at: new Date() }),
      sessions: () => strapi.plugin('accounts').service<StaffSessions>('sessions'),
      flows: () => strapi.plugin('accounts').service<StaffFlows>('flows'),
      verification: () => strapi.plugin('accounts').service<StaffVerification>('registration'),
    }),

  markVerified: ({ strapi }: Wiring) =>
    createMarkVerifiedService({
      db: () => strapi.db.connection,
      rows: unverifiedAccountRows,
      events: () => strapi.plugin('accounts').service<SecurityEvents>('securityEvents'),
      retireFlows: (trx, userId) =>
        strapi
          .plugin('accounts')
          .service<StaffFlows>('flows')
          .retireFor(trx, { userId, purposes: ['verify-email'] }),
    }),
};
