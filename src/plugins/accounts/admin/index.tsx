import { User } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { CAN_READ } from './permissions';

/** The face of the accounts plugin in the panel: one page, for who may see people. */
export default {
  register(app: StrapiApp): void {
    app.addMenuLink({
      to: 'plugins/accounts',
      icon: User,
      intlLabel: { id: 'accounts.menu', defaultMessage: 'Accounts' },
      permissions: CAN_READ,
      Component: () => import('./pages/accounts-page'),
    });
  },
};
