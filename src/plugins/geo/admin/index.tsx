import type { StrapiApp } from '@strapi/strapi/admin';
import { offerEnglish } from '../../../admin/parts/words';
import { PositionPanel } from './components/position-panel';
import { geometryField } from './geometry-field';

/** The part of the content manager that is used here; the panel types its plugins by their name alone. */
interface ContentManager {
  apis: { addEditViewSidePanel(panels: unknown[]): void };
}

/** A map beside every form with a position, and a field to draw on. */
export default {
  register(app: StrapiApp): void {
    app.customFields.register(geometryField);
    app.registerPlugin({ id: 'geo', name: 'Geo' });
  },

  bootstrap(app: StrapiApp): void {
    const contentManager = app.getPlugin('content-manager') as unknown as ContentManager;
    contentManager.apis.addEditViewSidePanel([PositionPanel]);
  },

  registerTrads: offerEnglish('geo', () => import('./translations/en.json')),
};
