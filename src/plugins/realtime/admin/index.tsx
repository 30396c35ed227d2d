import { Discuss } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { offerEnglish } from '../../../admin/parts/words';
import { CAN_READ } from './permissions';
import { message } from './words';

/** The face of realtime in the panel: one page, for who may read what was reported. */
export default {
  register(app: StrapiApp): void {
    app.addMenuLink({
      to: 'plugins/realtime',
      icon: Discuss,
      intlLabel: message('menu'),
      permissions: CAN_READ,
      Component: () => import('./pages/moderation-page'),
    });
  },

  registerTrads: offerEnglish('realtime', () => import('./translations/en.json')),
};
