import { CloudUpload } from '@strapi/icons';
import type { StrapiApp } from '@strapi/strapi/admin';
import { offerEnglish } from '../../../admin/parts/words';
import { CAN_READ } from './permissions';
import { message } from './words';

/** The face of the importer in the panel: one page, for who may see imports. */
export default {
  register(app: StrapiApp): void {
    app.addMenuLink({
      to: 'plugins/importer',
      icon: CloudUpload,
      intlLabel: message('menu'),
      permissions: CAN_READ,
      Component: () => import('./pages/imports-page'),
    });
  },

  registerTrads: offerEnglish('importer', () => import('./translations/en.json')),
};
