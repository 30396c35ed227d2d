import type { Knex } from 'knex';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import {
  EXACT_GEOMETRY_COLUMN,
  GEOMETRY_COLUMN,
  type GeoLayer,
  type GeometrySource,
} from '../domain/layer';
import { GEOJSON_FUNCTION } from './geojson-function';

/** What the database's catalogue says of a layer's geometry column and its index. */
export interface GeometryColumnState {
  exists: boolean;
  isGenerated: boolean;
  /** What it is generated from, as we noted it when we made it. */
  note: string | null;
  hasIndex: boolean;
  hasNearIndex: boolean;
}

/** A generated column that a table has, or shall have. */
export interface GeometryColumn {
  table: string;
  name: string;
  source: GeometrySource;
  /** Whether it is null in most rows, so that only the others need an index. */
  isSparse: boolean;
}

/** The columns that a layer needs. */
export const geometryColumnsOf = ({ table, source, exactSource }: GeoLayer): GeometryColumn[] => [
  { table, name: GEOMETRY_COLUMN, source, isSparse: false },
  ...(exactSource
    ? [{ table, name: EXACT_GEOMETRY_COLUMN, source: exactSource, isSparse: true }]
    : []),
];

const tableName = ({ table }: GeometryColumn): string => quoteIdentifier(table);
const columnName = ({ name }: GeometryColumn): string => quoteIdentifier(name);

/** What stands for the column as it lies on Earth in the name of its index. */
const ON_EARTH = 'geog';

/** PostgreSQL would cut a longer name, and two cut names could be equal. */
const MAX_NAME_BYTES = 63;
const indexName = ({ table, name: column }: GeometryColumn, suffix = 'idx'): string => {
  const name = `${table}_${column}_${suffix}`;
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw new Error(`The name ${name} is too long.`);
  return quoteIdentifier(name);
};

const nearIndexName = (column: GeometryColumn): string => indexName(column, `${ON_EARTH}_idx`);

/** The rows that an index of the column holds. */
const rowsOf = (column: GeometryColumn): string =>
  column.isSparse ? `where ${columnName(column)} is not null` : '';

/** The note left on a column made by `addColumn`: when it reads otherwise, the column is out of date. */
export const noteOf = ({ source }: Pick<GeometryColumn, 'source'>): string =>
  source.kind === 'position'
    ? `Kept by the geo plugin: point of ${source.lonColumn}, ${source.latColumn} (1)`
    : `Kept by the geo plugin: GeoJSON of ${source.column} (2)`;

/** The type of the column and what it is generated from. */
function definitionOf({ source }: GeometryColumn): string {
  if (source.kind === 'geojson') {
    return `geometry(geometry, 4326)
         generated always as (geo_geometry_of_json(${quoteIdentifier(source.column)})) stored`;
  }
  const [lon, lat] = [quoteIdentifier(source.lonColumn), quoteIdentifier(source.latColumn)];
  return `geometry(point, 4326)
         generated always as (
           case when ${lon} between -180 and 180 and ${lat} between -90 and 90
                then st_setsrid(st_makepoint(${lon}, ${lat}), 4326) end) stored`;
}

const NOTHING_THERE: GeometryColumnState = {
  exists: false,
  isGenerated: false,
  note: null,
  hasIndex: false,
  hasNearIndex: false,
};

/** Catalogue reads and schema statements for the generated geometry columns. */
export const createGeometryColumnRepository = (db: Knex) => ({
  /** What is there now. Takes no lock that anybody would notice. */
  async inspect(column: GeometryColumn): Promise<GeometryColumnState> {
    const { rows } = await db.raw<{ rows: GeometryColumnState[] }>(
      `select true as "exists",
              a.attgenerated = 's' as "isGenerated",
              col_description(a.attrelid, a.attnum) as "note",
              exists (select 1
                        from pg_index i
                        join pg_class c on c.oid = i.indexrelid
                        join pg_am m on m.oid = c.relam
                       where i.indrelid = a.attrelid
                         and i.indkey[0] = a.attnum
                         and i.indisvalid
                         and m.amname = 'gist') as "hasIndex",
              to_regclass(:nearIndex) is not null as "hasNearIndex"
         from pg_attribute a
        where a.attrelid = to_regclass(:table)
          and a.attname = :column
          and not a.attisdropped`,
      { table: tableName(column), column: column.name, nearIndex: nearIndexName(column) },
    );
    return rows[0] ?? NOTHING_THERE;
  },

  /** Makes other instances wait until the transaction ends, so that only one changes the table. */
  async lock(column: GeometryColumn): Promise<void> {
    await db.raw(`lock table ${tableName(column)} in access exclusive mode`);
  },

  async dropColumn(column: GeometryColumn): Promise<void> {
    await db.raw(`alter table ${tableName(column)} drop column ${columnName(column)}`);
  },

  /** What is no place on Earth, a position or GeoJSON, gives no geometry and no error. */
  async addColumn(column: GeometryColumn): Promise<void> {
    if (column.source.kind === 'geojson') await db.raw(GEOJSON_FUNCTION);
    await db.raw(
      `alter table ${tableName(column)} add column ${columnName(column)} ${definitionOf(column)}`,
    );
  },

  /** `comment on` takes no bindings; the note holds column names of our own metadata only. */
  async writeNote(column: GeometryColumn): Promise<void> {
    const note = noteOf(column).replaceAll("'", "''");
    await db.raw(`comment on column ${tableName(column)}.${columnName(column)} is '${note}'`);
  },

  /** Every query by box, area or tile finds its rows by this index. */
  async addIndex(column: GeometryColumn): Promise<void> {
    await db.raw(
      `create index if not exists ${indexName(column)} on ${tableName(column)}
         using gist (${columnName(column)}) ${rowsOf(column)}`,
    );
  },

  /** What is nearest, and what lies within some metres, is found by this index of positions on Earth. */
  async addNearIndex(column: GeometryColumn): Promise<void> {
    await db.raw(
      `create index if not exists ${nearIndexName(column)} on ${tableName(column)}
         using gist (cast(${columnName(column)} as geography)) ${rowsOf(column)}`,
    );
  },
});

export type GeometryColumnRepository = ReturnType<typeof createGeometryColumnRepository>;
