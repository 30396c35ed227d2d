import type { GeoCollection } from '../../contract/collection';
import type { PositionAttributes } from '../../contract/map-settings';

/** The content types whose place is a pair of numbers, each with the attributes of those. */
export const positionsOf = (collections: readonly GeoCollection[]): PositionAttributes[] =>
  collections.flatMap(({ contentType, position }) =>
    position ? { contentType, lon: position.lon, lat: position.lat } : [],
  );

/** Of a content type, the json attributes that a collection takes its places from. */
export const geometriesOf = (
  collections: readonly GeoCollection[],
  contentType: string,
): string[] =>
  collections.flatMap((collection) =>
    collection.contentType === contentType ? (collection.geometry ?? []) : [],
  );
