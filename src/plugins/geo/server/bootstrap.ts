import type { Core } from '@strapi/strapi';
import { versionUpkeep } from './domain/version-upkeep';
import type { CollectionsService } from './services/collections';
import type { FoldKeeper } from './services/fold-keeper';
import type { UpkeepsService } from './services/upkeeps';

/** What the triggers write to comes from database/sql/geo, which is applied before this runs. */
export async function bootstrap({ strapi }: { strapi: Core.Strapi }): Promise<void> {
  const geo = strapi.plugin('geo');
  const collections = geo.service<CollectionsService>('collections');
  const versions = [...collections.namesByTable()].map(([table, names]) =>
    versionUpkeep(table, names),
  );
  const upkeeps = geo.service<UpkeepsService>('upkeeps');
  await upkeeps.ensure([...versions, ...upkeeps.pyramidsOf(collections.all())]);
  geo.service<FoldKeeper>('foldKeeper').start();
}
