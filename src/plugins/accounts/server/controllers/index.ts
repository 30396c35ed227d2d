import type { Core } from '@strapi/strapi';
import type { AccountChangesService } from '../services/account-changes';
import type { AccountOverviewService } from '../services/account-overview';
import { createAccountAdminController } from './account-admin';

interface Wiring {
  strapi: Core.Strapi;
}

export const controllers = {
  accountAdmin: ({ strapi }: Wiring) =>
    createAccountAdminController({
      overview: () => strapi.plugin('accounts').service<AccountOverviewService>('accountOverview'),
      changes: () => strapi.plugin('accounts').service<AccountChangesService>('accountChanges'),
    }),
};
