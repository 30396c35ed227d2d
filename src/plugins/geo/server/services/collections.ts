import type { GeoCollection } from '../../contract/collection';
import type { PositionAttributes } from '../../contract/map-settings';
import { createLayer, type ContentTypeModel, type GeoLayer } from '../domain/layer';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The content types with a place: declared by the app, brought together with their tables at boot. */
export function createCollectionsService() {
  const declared = new Map<string, GeoCollection>();
  const layers = new Map<string, GeoLayer>();

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
    },

    /**
     * Brings all declared collections together with their content types.
     * @throws Error for an unknown content type or attribute.
     */
    resolve(modelOf: (contentType: string) => ContentTypeModel | undefined): GeoLayer[] {
      layers.clear();
      for (const collection of declared.values()) {
        const model = modelOf(collection.contentType);
        if (!model) {
          throw new Error(
            `Geo collection "${collection.name}": there is no content type "${collection.contentType}".`,
          );
        }
        layers.set(collection.name, createLayer(collection, model));
      }
      return [...layers.values()];
    },

    /** Of this content type, the json attributes that a declared collection takes its places from. */
    geometryAttributesOf: (contentType: string): string[] =>
      [...declared.values()].flatMap((collection) =>
        collection.contentType === contentType ? (collection.geometry ?? []) : [],
      ),

    /** The content types whose place is a pair of numbers, each with those. */
    positions: (): PositionAttributes[] =>
      [...declared.values()].flatMap(({ contentType, position }) =>
        position ? { contentType, ...position } : [],
      ),

    find: (name: string): GeoLayer | undefined => layers.get(name),
  };
}

export type CollectionsService = ReturnType<typeof createCollectionsService>;
