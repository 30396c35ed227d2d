import type { ReadDatabase } from '../../../../lib/sql/read-database';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import type { TileAddress } from '../../contract/readings';
import type { TileFeature } from '../domain/encode-tile';
import { countedIn, countedPosition } from './cell-sql';
import type { CountRequest } from './counts';
import { jsonValueOf, type Bindings, type SqlPart } from './feature-sql';
import { matchingRows } from './question-sql';

/** Units along the side of a tile, as the Mapbox Vector Tile specification has by default. */
export const TILE_EXTENT = 4096;

export interface TileRequest extends CountRequest, TileAddress {
  /** No more points than this; a tile with more is not given. */
  maxPoints: number;
}

/** Lists and objects as their JSON text, since a tile holds plain values only. */
const tileValueOf = (property: Parameters<typeof jsonValueOf>[0]): string =>
  property.type === 'json' ? `cast(${jsonValueOf(property)} as text)` : jsonValueOf(property);

/**
 * The rows of a tile with their places in it. The same arithmetic as that of cells, so that each
 * feature is in one tile of a zoom and no tile needs a margin.
 */
function pointsOf(request: TileRequest): SqlPart {
  const { layer, question, access, z, x, y } = request;
  const matching = matchingRows(layer, question, access);
  const inside = countedIn(layer, access, { level: z, xRange: [x, x], yRange: [y, y] });
  const { lon, lat } = countedPosition(layer, access);
  const columns = layer.properties.map(
    (property) => `${tileValueOf(property)} as ${quoteIdentifier(property.name)}`,
  );
  const unitsAlong = 'cast(:world as double precision)';
  const last = TILE_EXTENT - 1;
  const bindings: Bindings = {
    ...matching.bindings,
    ...inside.bindings,
    world: 2 ** z * TILE_EXTENT,
    left: x * TILE_EXTENT,
    top: y * TILE_EXTENT,
    tooMany: request.maxPoints + 1,
  };
  return {
    sql: `select t.id as feature_id,
             cast(least(${last}, floor((${lon} + 180) / 360 * ${unitsAlong}) - :left) as integer) as tile_x,
             cast(greatest(0, least(${last}, floor((0.5 - ln(tan(radians(
               (90 + greatest(-89, least(${lat}, 89))) / 2))) / (2 * pi())) * ${unitsAlong}) - :top)) as integer) as tile_y,
             ${columns.join(', ')}
        from ${quoteIdentifier(layer.table)} t
       where ${matching.sql} and ${inside.sql}
       limit :tooMany`,
    bindings,
  };
}

/** Ids of tiles are integers; of a published row the integer changes, so that it has none. */
const hasId = ({ layer }: CountRequest): boolean => layer.publishedAtColumn === null;

const namesOf = ({ layer }: CountRequest): string =>
  layer.properties.map(({ name }) => `points.${quoteIdentifier(name)}`).join(', ');

/** Reads of a layer's points, tile by tile. Relies on {table}_geom_idx. */
export const createTileRepository = (db: ReadDatabase) => ({
  /** Whether this database encodes tiles itself. Asked once, at boot. */
  async canEncode(): Promise<boolean> {
    try {
      await db.raw(
        `select st_asmvt(p, 'probe', 4096, 'geom') from (select st_makepoint(1, 1) as geom) p`,
      );
      return true;
    } catch {
      return false; // built without protobuf, as the embedded one is
    }
  },

  /** The tile, encoded; empty when nothing is in it, null when too many points are. */
  async encode(request: TileRequest): Promise<Buffer | null> {
    const points = pointsOf(request);
    const id = hasId(request) ? 'points.feature_id, ' : '';
    const idName = hasId(request) ? `, 'feature_id'` : '';
    const { rows } = await db.raw<{ rows: [{ count: number; tile: Buffer | null }] }>(
      `with points as materialized (${points.sql})
       select (select cast(count(*) as integer) from points) as count,
              (select st_asmvt(p, :layerName, ${TILE_EXTENT}, 'geom'${idName})
                 from (select ${id}st_makepoint(points.tile_x, points.tile_y) as geom, ${namesOf(request)}
                         from points
                        where (select count(*) from points) < :tooMany
                        order by points.feature_id) p) as tile`,
      { ...points.bindings, layerName: request.layer.name },
    );
    const { count, tile } = rows[0];
    return count > request.maxPoints ? null : (tile ?? Buffer.alloc(0));
  },

  /** The points themselves, in the order of their rows; null when there are too many. */
  async findPoints(request: TileRequest): Promise<TileFeature[] | null> {
    const points = pointsOf(request);
    const { rows } = await db.raw<{ rows: TileFeature[] }>(
      `with points as materialized (${points.sql})
       select ${hasId(request) ? 'points.feature_id' : 'null'} as id, points.tile_x as x, points.tile_y as y,
              (select row_to_json(p) from (select ${namesOf(request)}) p) as properties
         from points
        order by points.feature_id`,
      points.bindings,
    );
    return rows.length > request.maxPoints ? null : rows;
  },
});

export type TileRepository = ReturnType<typeof createTileRepository>;
