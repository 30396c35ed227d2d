import type { RowRule } from '../../../../lib/row-rule';
import type { Principal } from '../../../accounts/contract/principal';
import type { GeoCollection, GeoFilter } from '../../contract/collection';

/** The column this plugin keeps beside Strapi's own: generated from the position, indexed by GiST. */
export const GEOMETRY_COLUMN = 'geom';
/** The same of the exact position; null where `geom` is exact. */
export const EXACT_GEOMETRY_COLUMN = 'geom_exact';

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

/** The columns that a geometry is generated from. */
export type GeometrySource =
  | { kind: 'position'; lonColumn: string; latColumn: string }
  | { kind: 'geojson'; column: string };

/** A registered collection brought together with its table: all that SQL needs, nothing from input. */
export interface GeoLayer {
  name: string;
  table: string;
  title: string;
  description: string;
  source: GeometrySource;
  /** Set when `source` is generalised in some rows. */
  exactSource: GeometrySource | null;
  /** Whether every feature is a point, for which a box is exact by comparing numbers. */
  isPoints: boolean;
  properties: readonly LayerProperty[];
  time: { start: LayerProperty; end: LayerProperty } | null;
  filters: Readonly<Record<string, GeoFilter>>;
  facets: readonly LayerProperty[];
  /** Set when its cells are counted as it is written; what is counted apart, if anything. */
  pyramid: { filter: string | null; column: string | null } | null;
  /** Set for types with draft & publish, of which only published rows are shown. */
  publishedAtColumn: string | null;
  /** @throws Error for an attribute the content type does not have, which is a fault of the app. */
  columnOf: (attribute: string) => string;
  /** As `columnOf`, with the type. */
  attributeOf: (attribute: string) => LayerProperty;
  rowsFor: (principal: Principal) => RowRule;
  /** Whether this principal sees positions as they were recorded. */
  seesExact: (principal: Principal) => boolean;
}

const FILTER_NAME = /^[a-z][a-zA-Z0-9]*$/;
/** Parameters that addresses of this plugin have for themselves. */
const RESERVED = [
  ...[
    'bbox',
    'within',
    'near',
    'radiusMeters',
    'datetime',
    'dated',
    'limit',
    'cursor',
    'lon',
    'lat',
  ],
  ...['by', 'zoom', 'shape', 'cells', 'f', 'filter', 'crs', 'offset', 'fields', 'format'],
];

function attributesOf(filter: GeoFilter): string[] {
  if (filter.kind === 'range') return [filter.from, filter.to];
  return filter.attribute === null ? [] : [filter.attribute];
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

  const moment = (attribute: string): LayerProperty => {
    const found = property(attribute);
    return found.type === 'datetime'
      ? found
      : fail(`"${attribute}" must be a datetime, but is a ${found.type}.`);
  };
  const sourceOf = ({ position, geometry }: GeoCollection): GeometrySource => {
    if (position) {
      if (geometry !== undefined) fail('give a position or a geometry, not both.');
      return {
        kind: 'position',
        lonColumn: coordinate(position.lon),
        latColumn: coordinate(position.lat),
      };
    }
    if (geometry === undefined) return fail('give a position or a geometry.');
    const { column, type } = scalar(geometry);
    return type === 'json'
      ? { kind: 'geojson', column }
      : fail(`"${geometry}" must be json, but is a ${type}.`);
  };
  const { time, exact, filters = {} } = collection;
  if (exact && !collection.position) fail('only a position can be generalised.');
  for (const [name, filter] of Object.entries(filters)) {
    if (!FILTER_NAME.test(name) || RESERVED.includes(name)) {
      fail(`a filter cannot be called "${name}".`);
    }
    attributesOf(filter).forEach(scalar);
  }

  for (const kept of [GEOMETRY_COLUMN, EXACT_GEOMETRY_COLUMN]) {
    if (Object.values(model.attributes).some(({ columnName }) => columnName === kept)) {
      fail(`the column "${kept}" is kept by the geo plugin; rename that attribute.`);
    }
  }
  const pyramidOf = ({ pyramid }: GeoCollection): GeoLayer['pyramid'] => {
    if (!pyramid?.by) return pyramid ? { filter: null, column: null } : null;
    const filter = filters[pyramid.by];
    return filter?.kind === 'text'
      ? { filter: pyramid.by, column: scalar(filter.attribute).column }
      : fail(`the pyramid counts by "${pyramid.by}", which is no text filter.`);
  };
  const names = new Set(['documentId', ...collection.properties]);
  return {
    name: collection.name,
    table: model.tableName,
    title: collection.title,
    description: collection.description,
    source: sourceOf(collection),
    exactSource: exact
      ? { kind: 'position', lonColumn: coordinate(exact.lon), latColumn: coordinate(exact.lat) }
      : null,
    isPoints: collection.position !== undefined,
    properties: [...names].map(property),
    time: time ? { start: moment(time.start), end: moment(time.end) } : null,
    filters,
    pyramid: pyramidOf(collection),
    facets: (collection.facets ?? []).map(property),
    publishedAtColumn: model.draftAndPublish ? scalar('publishedAt').column : null,
    columnOf: (attribute) => scalar(attribute).column,
    attributeOf: scalar,
    rowsFor: collection.rowsFor,
    seesExact: (principal) => exact?.isFor(principal) ?? false,
  };
}
