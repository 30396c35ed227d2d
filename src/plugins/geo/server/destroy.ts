import type { Core } from '@strapi/strapi';
import type { ReadsService } from './services/reads';

export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  await strapi.plugin('geo').service<ReadsService>('reads').end();
}
