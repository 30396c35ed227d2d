import type { RowRule } from '../../../../lib/row-rule';
import type { Principal } from '../../../accounts/contract/principal';
import type { GeoCollection } from '../../contract/collection';

/** The column this plugin keeps beside Strapi's own: generated from the position, indexed by GiST. */
export const GEOMETRY_COLUMN = 'geom';

/** What Strapi knows of one content type; the part of its metadata that a layer is made from. */
export interface ContentTypeModel {
  tableName: string;
  attributes: Record<string, { type: string; columnName?: string; private?: boolean }>;
  draftAndPublish: boolean;
}

export interface LayerProperty {
  name: string;
  column: string;
  type: string;
}

/** A registered collection brought together with its table: all that SQL needs, nothing from input. */
export interface GeoLayer {
  name: string;
  table: string;
  lonColumn: string;
  latColumn: string;
  properties: readonly LayerProperty[];
  /** Set for types with draft & publish, of which only published rows are shown. */
  publishedAtColumn: string | null;
  /** @throws Error for an attribute the content type does not have, which is a fault of the app. */
  columnOf: (attribute: string) => string;
  rowsFor: (principal: Principal) => RowRule;
}

/**
 * Brings a declaration together with its content type.
 * @throws Error that names the collection and the fault, to stop the boot.
 */
export function createLayer(collection: GeoCollection, model: ContentTypeModel): GeoLayer {
  const fail = (fault: string): never => {
    throw new Error(`Geo collection "${collection.name}" (${collection.contentType}): ${fault}`);
  };
  const scalar = (attribute: string): LayerProperty => {
    const found = model.attributes[attribute];
    if (!found) return fail(`there is no attribute "${attribute}".`);
    if (!found.columnName) return fail(`"${attribute}" is a ${found.type}, which has no column.`);
    return { name: attribute, column: found.columnName, type: found.type };
  };
  const coordinate = (attribute: string): string => {
    const { column, type } = scalar(attribute);
    return type === 'float' ? column : fail(`"${attribute}" must be a float, but is a ${type}.`);
  };
  const property = (attribute: string): LayerProperty =>
    model.attributes[attribute]?.private
      ? fail(`"${attribute}" is private and cannot be a property of features.`)
      : scalar(attribute);

  if (Object.values(model.attributes).some(({ columnName }) => columnName === GEOMETRY_COLUMN)) {
    fail(`the column "${GEOMETRY_COLUMN}" is kept by the geo plugin; rename that attribute.`);
  }
  const names = new Set(['documentId', ...collection.properties]);
  return {
    name: collection.name,
    table: model.tableName,
    lonColumn: coordinate(collection.position.lon),
    latColumn: coordinate(collection.position.lat),
    properties: [...names].map(property),
    publishedAtColumn: model.draftAndPublish ? scalar('publishedAt').column : null,
    columnOf: (attribute) => scalar(attribute).column,
    rowsFor: collection.rowsFor,
  };
}
