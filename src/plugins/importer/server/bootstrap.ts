import type { Core } from '@strapi/strapi';
import type { TargetsService } from './services/targets';

/** Stops the boot when the registered content types cannot take what an import writes. */
export default function bootstrap({ strapi }: { strapi: Core.Strapi }): void {
  strapi.plugin('importer').service<TargetsService>('targets').resolve();
}
