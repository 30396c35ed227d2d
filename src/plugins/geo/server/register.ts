import type { Core } from '@strapi/strapi';
import type { ContentTypeModel } from './domain/layer';
import type { CollectionsService } from './services/collections';
import type { GeometrySchemaService } from './services/geometry-schema';

function modelOf(strapi: Core.Strapi, contentType: string): ContentTypeModel | undefined {
  const declared = Object.entries(strapi.contentTypes).find(([uid]) => uid === contentType)?.[1];
  if (!declared) return undefined;
  const { tableName, attributes } = strapi.db.metadata.get(contentType);
  const described = Object.entries(attributes).map(([name, attribute]) => [
    name,
    {
      type: attribute.type,
      columnName: 'columnName' in attribute ? attribute.columnName : undefined,
      private: declared.attributes[name]?.private,
    },
  ]);
  return {
    tableName,
    attributes: Object.fromEntries(described),
    draftAndPublish: declared.options?.draftAndPublish === true,
  };
}

/** The tables exist after Strapi's schema sync and not before, so the geometry columns follow it. */
export function register({ strapi }: { strapi: Core.Strapi }): void {
  strapi.hook('strapi::content-types.afterSync').register(async () => {
    const collections: CollectionsService = strapi.plugin('geo').service('collections');
    const schema: GeometrySchemaService = strapi.plugin('geo').service('geometrySchema');
    const layers = collections.resolve((contentType) => modelOf(strapi, contentType));
    await schema.ensurePostgis();
    for (const layer of layers) await schema.ensureColumn(layer);
  });
}
