import type { QueryableType } from '../domain/cql2/check';
import { literalGeometries } from '../domain/cql2/literal-geometry';
import type { Filter, IntervalEnd, Operand, SpatialFunction } from '../../contract/cql2';
import { temporalSql, type Period } from './cql2-temporal-sql';
import type { Bindings, SqlPart } from './feature-sql';

/** What a property of a filter is read from. */
export interface QueryableColumn {
  type: QueryableType;
  /** An SQL expression made of our own metadata. */
  sql: string;
}

const SPATIAL: Record<SpatialFunction, string> = {
  s_intersects: 'st_intersects',
  s_equals: 'st_equals',
  s_disjoint: 'st_disjoint',
  s_touches: 'st_touches',
  s_within: 'st_within',
  s_overlaps: 'st_overlaps',
  s_crosses: 'st_crosses',
  s_contains: 'st_contains',
};

/** Compares byte by byte, which in UTF-8 is the order of code points, whatever the database's own is. */
const BY_CODE_POINT = 'collate "C"';
const ORDERED = ['<', '>', '<=', '>='];

/** A fault of ours: `checkFilter` refuses all this with a place. */
const unchecked = (fault: string) => new Error(`The filter was not checked: ${fault}`);

/**
 * A checked filter as one SQL condition. All that came from outside is bound; a comparison with what is
 * absent is neither true nor false, as CQL2 and SQL both have it.
 * @param prefix keeps the names of the bindings apart from those of other parts of the statement.
 */
export function filterSql(
  filter: Filter,
  columns: ReadonlyMap<string, QueryableColumn>,
  prefix = 'cql',
): SqlPart {
  const bindings: Bindings = {};

  function bind(value: string | number | boolean, type: string): string {
    const name = `${prefix}${Object.keys(bindings).length}`;
    bindings[name] = value;
    return `cast(:${name} as ${type})`;
  }

  function columnOf(name: string): QueryableColumn {
    const column = columns.get(name);
    if (!column) throw unchecked(`"${name}" is no property`);
    return column;
  }

  /** Whole numbers stay whole, so that an index on a column of them can be used. */
  const numeric = (value: number) =>
    bind(value, Number.isSafeInteger(value) ? 'bigint' : 'double precision');

  function momentOf(end: IntervalEnd, side: 'start' | 'end'): string {
    if (end === null) {
      return `cast('${side === 'start' ? '-infinity' : 'infinity'}' as timestamp)`;
    }
    return periodOf(end)[side];
  }

  function periodOf(operand: Operand): Period {
    switch (operand.kind) {
      case 'instant':
        return {
          start: bind(operand.start, 'timestamp'),
          end: bind(operand.end, 'timestamp'),
        };
      case 'interval':
        return { start: momentOf(operand.from, 'start'), end: momentOf(operand.to, 'end') };
      case 'property': {
        const { type, sql } = columnOf(operand.name);
        if (type === 'moment') return { start: sql, end: sql };
        const start = `cast(${sql} as timestamp)`;
        return { start, end: `(${start} + interval '1 day' - interval '1 microsecond')` };
      }
      case 'text':
      case 'number':
      case 'boolean':
      case 'casei':
      case 'geometry':
      case 'box':
        throw unchecked(`${operand.kind} is no time`);
    }
  }

  const isTime = (operand: Operand): boolean =>
    operand.kind === 'instant' ||
    (operand.kind === 'property' && ['day', 'moment'].includes(columnOf(operand.name).type));

  const isText = (operand: Operand): boolean =>
    operand.kind === 'text' ||
    operand.kind === 'casei' ||
    (operand.kind === 'property' && columnOf(operand.name).type === 'text');

  function scalar(operand: Operand): string {
    switch (operand.kind) {
      case 'property':
        return columnOf(operand.name).sql;
      case 'text':
        return bind(operand.value, 'text');
      case 'number':
        return numeric(operand.value);
      case 'boolean':
        return bind(operand.value, 'boolean');
      case 'casei':
        return `lower(${scalar(operand.of)})`;
      case 'instant':
      case 'interval':
      case 'geometry':
      case 'box':
        throw unchecked(`${operand.kind} is no scalar`);
    }
  }

  function compare({ op, left, right }: Extract<Filter, { kind: 'compare' }>): string {
    if (isTime(left)) return temporalSql(op, periodOf(left), periodOf(right));
    const collation = ORDERED.includes(op) && isText(left) ? ` ${BY_CODE_POINT}` : '';
    return `${scalar(left)}${collation} ${op} ${scalar(right)}`;
  }

  /** One SQL expression each; more for a box across the antimeridian. */
  function geometries(operand: Operand): string[] {
    if (operand.kind === 'property') return [columnOf(operand.name).sql];
    return literalGeometries(operand).map(
      (geometry) =>
        `st_setsrid(st_geomfromgeojson(${bind(JSON.stringify(geometry), 'text')}), 4326)`,
    );
  }

  function spatial({ op, left, right }: Extract<Filter, { kind: 'spatial' }>): string {
    const [lefts, rights] = [geometries(left), geometries(right)];
    const tests = lefts.flatMap((a) => rights.map((b) => `${SPATIAL[op]}(${a}, ${b})`));
    return `(${tests.join(op === 's_disjoint' ? ' and ' : ' or ')})`;
  }

  function isOneOf({ value, options }: Extract<Filter, { kind: 'in' }>): string {
    if (!isTime(value)) return `${scalar(value)} in (${options.map(scalar).join(', ')})`;
    const period = periodOf(value);
    return `(${options.map((option) => temporalSql('=', period, periodOf(option))).join(' or ')})`;
  }

  function write(part: Filter): string {
    switch (part.kind) {
      case 'always':
        return String(part.value);
      case 'and':
      case 'or':
        return `(${part.all.map(write).join(` ${part.kind} `)})`;
      case 'not':
        return `not (${write(part.of)})`;
      case 'compare':
        return compare(part);
      case 'like':
        return `${scalar(part.value)} ${BY_CODE_POINT} like ${scalar(part.pattern)}`;
      case 'between':
        return `${scalar(part.value)} between ${scalar(part.low)} and ${scalar(part.high)}`;
      case 'in':
        return isOneOf(part);
      case 'isNull':
        return part.value.kind === 'property'
          ? `${columnOf(part.value.name).sql} is null`
          : 'false';
      case 'spatial':
        return spatial(part);
      case 'temporal':
        return temporalSql(part.op, periodOf(part.left), periodOf(part.right));
    }
  }

  return { sql: `(${write(filter)})`, bindings };
}
