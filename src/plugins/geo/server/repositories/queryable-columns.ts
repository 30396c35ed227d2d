import type { GeoLayer } from '../domain/layer';
import { queryablesOf } from '../domain/queryables';
import type { QueryableColumn } from './cql2-sql';
import { columnOf, visibleGeometry, type Access } from './feature-sql';

/** What the names in a filter are read from: the geometry as this caller may see it. */
export const queryableColumns = (
  layer: GeoLayer,
  access: Pick<Access, 'exact'>,
): ReadonlyMap<string, QueryableColumn> =>
  new Map(
    queryablesOf(layer).map(({ name, type, property }) => [
      name,
      { type, sql: property ? columnOf(property.column) : visibleGeometry(layer, access) },
    ]),
  );
