import type { Core } from '@strapi/strapi';
import { createAccountAdminController } from './controllers/account-admin';
import type { AccountChangesService } from './services/account-changes';
import type { AccountOverviewService } from './services/account-overview';

interface Wiring {
  strapi: Core.Strapi;
}

export const accountAdminControllers = {
  accountAdmin: ({ strapi }: Wiring) =>
    createAccountAdminController({
      overview: strapi.plugin('accounts').service<AccountOverviewService>('accountOverview'),
      changes: strapi.plugin('accounts').service<AccountChangesService>('accountChanges'),
    }),
};
