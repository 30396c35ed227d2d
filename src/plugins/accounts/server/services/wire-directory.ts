import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { createDocumentId } from '../../../../lib/document-id';
import type { Administrators } from '../../contract/administrators';
import type { AccountDirectory } from '../../contract/account-directory';
import { ADMINISTRATOR } from '../domain/account-protection';
import { accountChangeRows } from '../repositories/account-changes';
import { accountDirectoryRows } from '../repositories/account-directory';
import { accountImportRows } from '../repositories/account-import';
import { securityEventRows } from '../repositories/security-events';
import { userRows } from '../repositories/users';
import { createAccountDirectoryService } from './account-directory';
import { createAccountImport } from './account-import';
import type { FlowsService } from './flows';
import { createInvitationsService } from './invitations';
import type { PeopleService } from './people';
import { secretSource } from './secret-source';
import { createSecurityEventsService } from './security-events';
import type { SessionsService } from './sessions';
import { signInMailsOf } from './wire-sign-in';

interface Wiring {
  strapi: Core.Strapi;
}

export const directoryServices = {
  administrators: (): Administrators => ({
    findAddresses: (db) => accountDirectoryRows.findAddresses(db, ADMINISTRATOR),
  }),

  accountDirectory: ({ strapi }: Wiring): AccountDirectory => {
    const serviceOf = <Service extends object>(name: string): Service =>
      strapi.plugin('accounts').service<Service>(name);
    const events = createSecurityEventsService({ rows: securityEventRows });
    const invitations = createInvitationsService({
      rows: accountDirectoryRows,
      flows: () => serviceOf<FlowsService>('flows'),
      mails: signInMailsOf(strapi),
    });
    const shared = {
      invitations,
      forgetAfter: (trx: Knex.Transaction, userIds: readonly number[]) => {
        const forget = () => {
          for (const userId of userIds) serviceOf<SessionsService>('sessions').forgetCached(userId);
        };
        // A transaction that falls changed nothing; its caller is told why.
        trx.executionPromise.then(forget, () => undefined);
      },
      newDocumentId: () => createDocumentId(),
      below: (end: number) => secretSource.below(end),
    };
    return createAccountDirectoryService({
      ...shared,
      rows: accountDirectoryRows,
      changeRows: accountChangeRows,
      users: userRows,
      events,
      people: () => serviceOf<PeopleService>('people'),
      retireFlows: (trx, of) => serviceOf<FlowsService>('flows').retireFor(trx, of),
      importAccounts: createAccountImport({
        ...shared,
        rows: accountImportRows,
        directoryRows: accountDirectoryRows,
        recordAll: (db, all) => events.recordAll(db, all),
      }),
    });
  },
};
