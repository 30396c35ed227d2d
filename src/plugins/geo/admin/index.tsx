import type { StrapiApp } from '@strapi/strapi/admin';
import { PositionPanel } from './components/position-panel';
import { geometryField } from './geometry-field';

/** The part of the content manager that is used here; the panel types its plugins by their name alone. */
interface ContentManager {
  apis: { addEditViewSidePanel(panels: unknown[]): void };
}

interface Translation {
  locale: string;
  data: Record<string, string>;
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

  /** English only, so far; the words of another language go beside it. */
  async registerTrads({ locales }: { locales: string[] }): Promise<Translation[]> {
    if (!locales.includes('en')) return [];
    const { default: words } = await import('./translations/en.json');
    const data = Object.fromEntries(
      Object.entries(words).map(([key, text]) => [`geo.${key}`, text]),
    );
    return [{ locale: 'en', data }];
  },
};
