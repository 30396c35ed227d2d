import type { Core } from '@strapi/strapi';
import { keepGeometries } from './keep-geometries';
import type { ContentTypeModel } from './domain/layer';
import type { CollectionsService } from './services/collections';
import type { GeometrySchemaService } from './services/geometry-schema';

/** The part of a content type that is read here; Strapi's own types of it resolve to any. */
interface DeclaredType {
  attributes: Record<string, { private?: boolean }>;
  options?: { draftAndPublish?: boolean };
}

function modelOf(strapi: Core.Strapi, contentType: string): ContentTypeModel | undefined {
  const declared = new Map<string, DeclaredType>(Object.entries(strapi.contentTypes)).get(
    contentType,
  );
  if (!declared) return undefined;
  const { tableName, attributes } = strapi.db.metadata.get(contentType);
  const described = Object.entries(attributes).map(([name, attribute]) => {
    const columnName = 'columnName' in attribute ? attribute.columnName : undefined;
    const isPrivate = declared.attributes[name]?.private === true;
    return [name, { type: attribute.type, columnName, private: isPrivate }] as const;
  });
  return {
    tableName,
    attributes: Object.fromEntries(described),
    draftAndPublish: declared.options?.draftAndPublish === true,
  };
}

interface AfterSync {
  register: (work: () => Promise<void>) => void;
}

/** The tables exist after Strapi's schema sync and not before, so the geometry columns follow it. */
export function register({ strapi }: { strapi: Core.Strapi }): void {
  strapi.customFields.register({ name: 'geometry', plugin: 'geo', type: 'json' });
  keepGeometries(strapi);
  // Strapi types its hooks as any.
  const afterSync = strapi.hook('strapi::content-types.afterSync') as AfterSync;
  afterSync.register(async () => {
    const geo = strapi.plugin('geo');
    const collections = geo.service<CollectionsService>('collections');
    const schema = geo.service<GeometrySchemaService>('geometrySchema');
    const layers = collections.resolve((contentType) => modelOf(strapi, contentType));
    await schema.ensure(layers);
  });
}
