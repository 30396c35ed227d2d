import { quoteIdentifier } from '../../../../lib/sql/identifier';
import { toSql, type RowRule } from '../../../../lib/row-rule';
import type { Bbox } from '../../contract/bbox';
import { GEOMETRY_COLUMN, type GeoLayer, type LayerProperty } from '../domain/layer';

export type Bindings = Record<string, string | number | boolean>;
export interface SqlPart {
  sql: string;
  bindings: Bindings;
}

/** Nine decimals are a tenth of a millimetre; more would only print the noise of binary fractions. */
const DECIMALS = 9;

const columnOf = (name: string): string => `t.${quoteIdentifier(name)}`;
const geometry = columnOf(GEOMETRY_COLUMN);

/** How a value is written in JSON, the same as generated REST writes it. */
function jsonValueOf({ column, type }: LayerProperty): string {
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

/** One row `t` of the layer as the text of a GeoJSON feature. Values are escaped by PostgreSQL. */
export function featureText(layer: GeoLayer): string {
  const properties = layer.properties
    .map((property) => `${jsonValueOf(property)} as ${quoteIdentifier(property.name)}`)
    .join(', ');
  return `'{"type":"Feature","id":' || t.id || ',"geometry":' || st_asgeojson(${geometry}, ${DECIMALS})
    || ',"properties":' || cast((select row_to_json(p) from (select ${properties}) p) as text) || '}'`;
}

/** The rows that are features at all, and that this caller may see. */
export function readableRows(layer: GeoLayer, rule: RowRule): SqlPart {
  const { sql, bindings } = toSql(rule, (attribute) => columnOf(layer.columnOf(attribute)));
  const published = layer.publishedAtColumn
    ? ` and ${columnOf(layer.publishedAtColumn)} is not null`
    : '';
  return { sql: `${geometry} is not null and ${sql}${published}`, bindings };
}

/**
 * The rows inside any of the boxes, edges included. `&&` finds them by the GiST index but compares in
 * single precision, rounded outwards (about a metre too many), so the stored doubles decide.
 */
export function insideBoxes(layer: GeoLayer, boxes: readonly Bbox[]): SqlPart {
  const [lon, lat] = [columnOf(layer.lonColumn), columnOf(layer.latColumn)];
  const bindings: Bindings = {};
  const conditions = boxes.map(({ west, south, east, north }, index) => {
    Object.assign(bindings, {
      [`west${index}`]: west,
      [`south${index}`]: south,
      [`east${index}`]: east,
      [`north${index}`]: north,
    });
    const [w, s, e, n] = ['west', 'south', 'east', 'north'].map((side) => `:${side}${index}`);
    return `(${geometry} && st_makeenvelope(${w}, ${s}, ${e}, ${n}, 4326)
      and ${lon} between ${w} and ${e} and ${lat} between ${s} and ${n})`;
  });
  return { sql: `(${conditions.join(' or ')})`, bindings };
}
