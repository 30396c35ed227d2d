import { createHash } from 'node:crypto';
import type { GeoCollection } from '../../contract/collection';
import { createLayer, type ContentTypeModel, type GeoLayer } from '../domain/layer';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The content types with a place: declared by the app, brought together with their tables at boot. */
export function createCollectionsService() {
  const declared = new Map<string, GeoCollection>();
  const layers = new Map<string, GeoLayer>();
  const namesByTable = new Map<string, string[]>();
  let edition: string | undefined;

  return {
    /**
     * Declares a collection; to be called from the app's `register`.
     * @throws Error for a name that is taken or cannot stand in an address.
     */
    register(collection: GeoCollection): void {
      const { name } = collection;
      if (!NAME.test(name))
        throw new Error(`Geo collection "${name}": the name must be kebab-case.`);
      if (declared.has(name)) throw new Error(`Geo collection "${name}" is registered twice.`);
      declared.set(name, collection);
      edition = undefined;
    },

    /**
     * Brings all declared collections together with their content types.
     * @throws Error for an unknown content type or attribute.
     */
    resolve(modelOf: (contentType: string) => ContentTypeModel | undefined): GeoLayer[] {
      layers.clear();
      namesByTable.clear();
      for (const collection of declared.values()) {
        const { name, contentType, dependsOn = [] } = collection;
        const modelFor = (uid: string): ContentTypeModel => {
          const model = modelOf(uid);
          if (model) return model;
          throw new Error(`Geo collection "${name}": there is no content type "${uid}".`);
        };
        for (const uid of new Set([contentType, ...dependsOn])) {
          const { tableName } = modelFor(uid);
          namesByTable.set(tableName, [...(namesByTable.get(tableName) ?? []), name]);
        }
        layers.set(name, createLayer(collection, modelFor(contentType)));
      }
      return [...layers.values()];
    },

    /** The tables that answers come from, each with the names of the collections they belong to. */
    namesByTable: (): ReadonlyMap<string, readonly string[]> => namesByTable,

    /** Another text for other declarations: the same data are then shown in another way. */
    edition: (): string =>
      (edition ??= createHash('sha256')
        .update(JSON.stringify([...declared.values()]))
        .digest('base64url')
        .slice(0, 8)),

    declared: (): GeoCollection[] => [...declared.values()],

    all: (): GeoLayer[] => [...layers.values()],

    find: (name: string): GeoLayer | undefined => layers.get(name),
  };
}

export type CollectionsService = ReturnType<typeof createCollectionsService>;
