import type { Core } from '@strapi/strapi';
import { registerPanelActions } from './panel-actions';
import type { TargetsService } from './services/targets';

/** Stops the boot when the registered content types cannot take what an import writes. */
export default async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  strapi.plugin('importer').service<TargetsService>('targets').resolve();
  await registerPanelActions(strapi);
}
