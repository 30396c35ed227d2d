import { quoteIdentifier } from '../../../../lib/sql/identifier';
import type { RowRule } from '../../../../lib/row-rule';
import {
  EXACT_GEOMETRY_COLUMN,
  GEOMETRY_COLUMN,
  type GeoLayer,
  type LayerProperty,
} from '../domain/layer';

export type Binding = string | number | boolean | readonly (string | number)[];
export type Bindings = Record<string, Binding>;
/** A condition or expression on the row `t` of a layer's table, with named bindings. */
export interface SqlPart {
  sql: string;
  bindings: Bindings;
}

/** Which rows and positions somebody may see. */
export interface Access {
  rule: RowRule;
  /** Whether positions are shown as they were recorded, and not generalised. */
  exact: boolean;
}

/** Nine decimals are a tenth of a millimetre; more would only print the noise of binary fractions. */
const DECIMALS = 9;

/** A column of the row `t`, by its name in our own metadata. */
export const columnOf = (name: string): string => `t.${quoteIdentifier(name)}`;

/** The geometry of the row `t` that this caller may see. Nothing outside this file may name its columns. */
export const visibleGeometry = (layer: GeoLayer, { exact }: Pick<Access, 'exact'>): string =>
  exact && layer.exactSource
    ? `coalesce(${columnOf(EXACT_GEOMETRY_COLUMN)}, ${columnOf(GEOMETRY_COLUMN)})`
    : columnOf(GEOMETRY_COLUMN);

/**
 * A condition on the geometry of the row `t` that this caller may see, in words that the indexes of its
 * two columns serve: none serves `visibleGeometry` when that is one of them or the other.
 */
export function onVisibleGeometry(
  layer: GeoLayer,
  { exact }: Pick<Access, 'exact'>,
  condition: (geometry: string) => string,
): string {
  const shown = columnOf(GEOMETRY_COLUMN);
  if (!exact || !layer.exactSource) return condition(shown);
  const recorded = columnOf(EXACT_GEOMETRY_COLUMN);
  return `(${condition(recorded)} or (${recorded} is null and ${condition(shown)}))`;
}

/** How a value of the row `t` is written in JSON, the same as generated REST writes it. */
export function jsonValueOf({ column, type }: LayerProperty): string {
  const value = columnOf(column);
  switch (type) {
    case 'datetime':
    case 'timestamp':
      return `to_char(${value}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    case 'biginteger':
      return `cast(${value} as text)`;
    default:
      return value;
  }
}

/** The id of a feature as JSON: stable also when a published row is made anew. */
const idText = ({ publishedAtColumn }: GeoLayer): string =>
  publishedAtColumn ? 'cast(to_json(t.document_id) as text)' : 't.id';

function writeFeatureText(layer: GeoLayer, access: Access, more: readonly string[]): string {
  const properties = layer.properties
    .map((property) => `${jsonValueOf(property)} as ${quoteIdentifier(property.name)}`)
    .concat(more)
    .join(', ');
  return `'{"type":"Feature","id":' || ${idText(layer)} || ',"geometry":' || st_asgeojson(${visibleGeometry(layer, access)}, ${DECIMALS})
    || ',"properties":' || cast((select row_to_json(p) from (select ${properties}) p) as text) || '}'`;
}

/** What `featureText` says of each layer to those who see exact positions and to the others. */
const featureTexts = {
  exact: new WeakMap<GeoLayer, string>(),
  shown: new WeakMap<GeoLayer, string>(),
};

/**
 * One row `t` of the layer as the text of a GeoJSON feature. Values are escaped by PostgreSQL.
 * @param more further members of `properties`, `expression as "name"`.
 */
export function featureText(layer: GeoLayer, access: Access, more: readonly string[] = []): string {
  if (more.length > 0) return writeFeatureText(layer, access, more);
  const known = featureTexts[access.exact ? 'exact' : 'shown'];
  const text = known.get(layer) ?? writeFeatureText(layer, access, more);
  known.set(layer, text);
  return text;
}
