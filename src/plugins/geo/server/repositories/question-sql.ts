import { toSql } from '../../../../lib/row-rule';
import type { GeoFilter, StateFilter } from '../../contract/collection';
import type { TimeSpan } from '../../contract/datetime';
import type { FilterValue, Place, Question } from '../../contract/question';
import { isWholeWorld, plainBoxesOf } from '../domain/boxes';
import type { GeoLayer } from '../domain/layer';
import { filterSql } from './cql2-sql';
import {
  columnOf,
  onVisibleGeometry,
  visibleGeometry,
  type Access,
  type Binding,
  type Bindings,
  type SqlPart,
} from './feature-sql';
import { queryableColumns } from './queryable-columns';

/** Gives each value of a statement a name. */
class Binder {
  readonly bindings: Bindings = {};
  constructor(private readonly prefix: string) {}

  /** The placeholder that stands for the value. */
  bind = (value: Binding): string => {
    const name = `${this.prefix}${Object.keys(this.bindings).length}`;
    this.bindings[name] = value;
    return `:${name}`;
  };
}
type Bind = Binder['bind'];

/** Several areas of one polygon are looked for one by one up to this number, else by their common box. */
const MAX_SEPARATE_PARTS = 8;

/**
 * Inside any of the boxes, edges included. `&&` finds points by the GiST index but compares in single
 * precision, rounded outwards (about a metre too many), so the stored doubles decide.
 */
function touchesBox(
  geometry: string,
  place: Place & { kind: 'box' },
  isPoints: boolean,
  bind: Bind,
) {
  const boxes = plainBoxesOf(place.bbox).map(({ west, south, east, north }) => {
    const [w, s, e, n] = [west, south, east, north].map(bind);
    if (!isPoints) {
      // An envelope of two positions may be a line or a point, which are no faulty polygons.
      const corners = `st_makeline(st_makepoint(${w}, ${s}), st_makepoint(${e}, ${n}))`;
      return `st_intersects(${geometry}, st_setsrid(st_envelope(${corners}), 4326))`;
    }
    return `(${geometry} && st_makeenvelope(${w}, ${s}, ${e}, ${n}, 4326)
      and st_x(${geometry}) between ${w} and ${e} and st_y(${geometry}) between ${s} and ${n})`;
  });
  return `(${boxes.join(' or ')})`;
}

/** Inside the polygon or on its border. It has been proven valid before it comes here. */
function touchesPolygon(geometry: string, place: Place & { kind: 'polygon' }, bind: Bind): string {
  const { coordinates } = place.geometry;
  const separate = coordinates.length <= MAX_SEPARATE_PARTS;
  // The two sides of the antimeridian have a common box around the whole Earth.
  const parts = separate ? coordinates.map((polygon) => [polygon]) : [coordinates];
  const conditions = parts.map((part) => {
    const text = JSON.stringify({ type: 'MultiPolygon', coordinates: part });
    return `st_intersects(${geometry}, st_setsrid(st_geomfromgeojson(${bind(text)}), 4326))`;
  });
  return `(${conditions.join(' or ')})`;
}

/** A position as geography, for distances in metres. */
export const geographyPoint = (lon: string, lat: string): string =>
  `cast(st_setsrid(st_makepoint(${lon}, ${lat}), 4326) as geography)`;

function touches(layer: GeoLayer, access: Access, place: Place, bind: Bind): string {
  if (place.kind === 'box' && isWholeWorld(place.bbox)) return 'true';
  return onVisibleGeometry(layer, access, (geometry) => {
    switch (place.kind) {
      case 'box':
        return touchesBox(geometry, place, layer.isPoints, bind);
      case 'polygon':
        return touchesPolygon(geometry, place, bind);
      case 'circle': {
        const centre = geographyPoint(bind(place.lon), bind(place.lat));
        return `st_dwithin(cast(${geometry} as geography), ${centre}, ${bind(place.radiusMeters)})`;
      }
    }
  });
}

/** Columns hold UTC without saying so. */
const momentOf = (bind: Bind, moment: string): string =>
  `cast(${bind(moment.replace('Z', ''))} as timestamp)`;

function meetsTime({ time }: GeoLayer, span: TimeSpan, bind: Bind): string {
  if (!time) return 'true';
  const [start, end] = [columnOf(time.start.column), columnOf(time.end.column)];
  const conditions = [];
  if (span.end !== null) {
    conditions.push(`(${start} is null or ${start} <= ${momentOf(bind, span.end)})`);
  }
  if (span.start !== null) {
    const last = `coalesce(${end}, ${start})`;
    conditions.push(`(${last} is null or ${last} >= ${momentOf(bind, span.start)})`);
  }
  return conditions.join(' and ') || 'true';
}

function isDated({ time }: GeoLayer): string {
  if (!time) return 'false';
  return `(${columnOf(time.start.column)} is not null or ${columnOf(time.end.column)} is not null)`;
}

function inState(layer: GeoLayer, { attribute }: StateFilter, choice: FilterValue | undefined) {
  if (choice === 'include') return 'true';
  const isOnly = choice === 'only';
  if (attribute === null) return isOnly ? 'false' : 'true';
  const { column, type } = layer.attributeOf(attribute);
  if (type === 'boolean') return `${columnOf(column)} = ${isOnly}`;
  return `${columnOf(column)} is ${isOnly ? 'not null' : 'null'}`;
}

/** @param value what `filterParam` made for this kind of filter. */
function passes(layer: GeoLayer, filter: GeoFilter, value: FilterValue, bind: Bind): string {
  const column = (attribute: string) => columnOf(layer.columnOf(attribute));
  switch (filter.kind) {
    case 'state':
      return inState(layer, filter, value);
    case 'text':
    case 'integer':
      return `${column(filter.attribute)} = any(${bind(value as Binding)})`;
    case 'tree':
      return `${column(filter.attribute)} in (${(value as number[])
        .map((node) => `(${filter.keysUnder(`cast(${bind(node)} as integer)`)})`)
        .join(' union all ')})`;
    case 'list': {
      const holds = `coalesce(jsonb_exists_any(${column(filter.attribute)}, ${bind(value as Binding)}), false)`;
      return filter.holds === 'some' ? holds : `not ${holds}`;
    }
    case 'range': {
      const [from, to] = [column(filter.from), column(filter.to)];
      const { min, max } = value as { min: number | null; max: number | null };
      return [
        min === null
          ? `coalesce(${to}, ${from}) is not null`
          : `coalesce(${to}, ${from}) >= ${bind(min)}`,
        max === null ? 'true' : `coalesce(${from}, ${to}) <= ${bind(max)}`,
      ].join(' and ');
    }
  }
}

function passesFilters(layer: GeoLayer, { filters }: Question, bind: Bind): string[] {
  return Object.entries(layer.filters).map(([name, filter]) => {
    const value = filters[name];
    if (value !== undefined) return passes(layer, filter, value, bind);
    return filter.kind === 'state' ? inState(layer, filter, undefined) : 'true';
  });
}

/**
 * The rows `t` of a layer that this caller may see and that answer the question: the one condition
 * behind lists, counts, cells, tiles, exports and OGC API Features. Bindings are named `q0`, `cql0`, ...
 * beside those of the access rule.
 */
export function matchingRows(layer: GeoLayer, question: Question, access: Access): SqlPart {
  const binder = new Binder('q');
  const { bind } = binder;
  const rule = toSql(access.rule, (attribute) => columnOf(layer.columnOf(attribute)));
  const condition = question.condition
    ? filterSql(question.condition, queryableColumns(layer, access))
    : { sql: 'true', bindings: {} };
  const conditions = [
    ...question.place.map((place) => touches(layer, access, place, bind)),
    `${visibleGeometry(layer, access)} is not null`,
    rule.sql,
    layer.publishedAtColumn ? `${columnOf(layer.publishedAtColumn)} is not null` : 'true',
    question.datetime ? meetsTime(layer, question.datetime, bind) : 'true',
    question.dated ? isDated(layer) : 'true',
    ...passesFilters(layer, question, bind),
    condition.sql,
  ].filter((condition) => condition !== 'true');
  const bindings = { ...rule.bindings, ...binder.bindings, ...condition.bindings };
  return { sql: conditions.join(' and '), bindings };
}
