import type { Knex } from 'knex';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import { GEOMETRY_COLUMN, type GeoLayer } from '../domain/layer';

/** What the database's catalogue says of a layer's geometry column and its index. */
export interface GeometryColumnState {
  exists: boolean;
  isGenerated: boolean;
  /** What it is generated from, as we noted it when we made it. */
  note: string | null;
  hasIndex: boolean;
  hasNearIndex: boolean;
}

const tableName = (layer: GeoLayer): string => quoteIdentifier(layer.table);
const columnName = quoteIdentifier(GEOMETRY_COLUMN);

/** The column as it lies on Earth, in the name of its index. */
const GEOGRAPHY = 'geog';

/** PostgreSQL would cut a longer name, and two cut names could be equal. */
const MAX_NAME_BYTES = 63;
const indexName = (layer: GeoLayer, column = GEOMETRY_COLUMN): string => {
  const name = `${layer.table}_${column}_idx`;
  if (Buffer.byteLength(name) > MAX_NAME_BYTES) throw new Error(`The name ${name} is too long.`);
  return quoteIdentifier(name);
};

/** The note left on a column made by `addColumn`: when it reads otherwise, the column is out of date. */
export const noteOf = ({ source }: GeoLayer): string =>
  source.kind === 'position'
    ? `Kept by the geo plugin: point of ${source.lonColumn}, ${source.latColumn} (1)`
    : `Kept by the geo plugin: GeoJSON of ${source.column} (1)`;

/** The type of the column and what it is generated from. */
function definitionOf({ source }: GeoLayer): string {
  if (source.kind === 'geojson') {
    const text = `cast(${quoteIdentifier(source.column)} as text)`;
    return `geometry(geometry, 4326)
         generated always as (st_setsrid(st_geomfromgeojson(${text}), 4326)) stored`;
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
  async inspect(layer: GeoLayer): Promise<GeometryColumnState> {
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
      {
        table: tableName(layer),
        column: GEOMETRY_COLUMN,
        nearIndex: indexName(layer, GEOGRAPHY),
      },
    );
    return rows[0] ?? NOTHING_THERE;
  },

  /** Makes other instances wait until the transaction ends, so that only one changes the table. */
  async lock(layer: GeoLayer): Promise<void> {
    await db.raw(`lock table ${tableName(layer)} in access exclusive mode`);
  },

  async dropColumn(layer: GeoLayer): Promise<void> {
    await db.raw(`alter table ${tableName(layer)} drop column ${columnName}`);
  },

  /** A position that is missing, not a number or outside the world gives no point and no error. */
  async addColumn(layer: GeoLayer): Promise<void> {
    await db.raw(`alter table ${tableName(layer)} add column ${columnName} ${definitionOf(layer)}`);
  },

  /** `comment on` takes no bindings; the note holds column names of our own metadata only. */
  async writeNote(layer: GeoLayer): Promise<void> {
    const note = noteOf(layer).replaceAll("'", "''");
    await db.raw(`comment on column ${tableName(layer)}.${columnName} is '${note}'`);
  },

  /** What is nearest, and what lies within some metres, is found by this index of positions on Earth. */
  async addNearIndex(layer: GeoLayer): Promise<void> {
    await db.raw(
      `create index if not exists ${indexName(layer, GEOGRAPHY)} on ${tableName(layer)}
         using gist (cast(${columnName} as geography))`,
    );
  },

  /** Every query by box, area or tile finds its rows by this index. */
  async addIndex(layer: GeoLayer): Promise<void> {
    await db.raw(
      `create index if not exists ${indexName(layer)} on ${tableName(layer)} using gist (${columnName})`,
    );
  },
});

export type GeometryColumnRepository = ReturnType<typeof createGeometryColumnRepository>;
