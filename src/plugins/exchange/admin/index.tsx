import type { StrapiApp } from '@strapi/strapi/admin';
import { ListActions } from './components/list-actions';

/** The part of the content manager that is used here; the panel types its plugins by their name alone. */
interface ContentManager {
  injectComponent(view: string, zone: string, component: object): void;
}

/** Buttons above the lists of what leaves and comes in as CSV. */
export default {
  register(): void {},

  bootstrap(app: StrapiApp): void {
    const contentManager = app.getPlugin('content-manager') as unknown as ContentManager;
    contentManager.injectComponent('listView', 'actions', {
      name: 'exchange-list-actions',
      Component: ListActions,
    });
  },
};
