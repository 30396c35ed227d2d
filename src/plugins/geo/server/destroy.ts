import type { Core } from '@strapi/strapi';
import type { FoldKeeper } from './services/fold-keeper';
import type { ReadsService } from './services/reads';

export async function destroy({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const geo = strapi.plugin('geo');
  await geo.service<FoldKeeper>('foldKeeper').stop();
  await geo.service<ReadsService>('reads').end();
}
