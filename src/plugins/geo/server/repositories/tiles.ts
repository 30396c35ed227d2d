import type { ReadDatabase } from '../../../../lib/sql/read-database';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import type { TileFeature } from '../domain/encode-tile';
import type { CountRequest } from './counts';
import { TILE_EXTENT, tileRows, type TileRequest } from './tile-rows';

/** Ids of tiles are integers; of a published row the integer changes, so that it has none. */
const hasId = ({ layer }: CountRequest): boolean => layer.publishedAtColumn === null;

const namesOf = ({ layer }: CountRequest): string =>
  layer.properties.map(({ name }) => `shown.${quoteIdentifier(name)}`).join(', ');

/** Reads of a layer's features, tile by tile. */
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

  /** The tile, encoded; empty when nothing is in it, null when too many features are. */
  async encode(request: TileRequest): Promise<Buffer | null> {
    const shown = tileRows(request);
    const id = hasId(request) ? 'shown.feature_id, ' : '';
    const idName = hasId(request) ? `, 'feature_id'` : '';
    const { rows } = await db.raw<{ rows: [{ count: number; tile: Buffer | null }] }>(
      `with shown as materialized (${shown.sql})
       select (select cast(count(*) as integer) from shown) as count,
              (select st_asmvt(p, :layerName, ${TILE_EXTENT}, 'geom'${idName})
                 from (select ${id}shown.geom, ${namesOf(request)}
                         from shown
                        where (select count(*) from shown) < :tooMany
                        order by shown.feature_id) p) as tile`,
      { ...shown.bindings, layerName: request.layer.name },
    );
    const { count, tile } = rows[0];
    return count > request.maxFeatures ? null : (tile ?? Buffer.alloc(0));
  },

  /** The features themselves, in the order of their rows; null when there are too many. */
  async findFeatures(request: TileRequest): Promise<TileFeature[] | null> {
    const shown = tileRows(request);
    const { rows } = await db.raw<{ rows: TileFeature[] }>(
      `with shown as materialized (${shown.sql})
       select ${hasId(request) ? 'shown.feature_id' : 'null'} as id,
              cast(st_asgeojson(shown.geom, 0) as json) as geometry,
              (select row_to_json(p) from (select ${namesOf(request)}) p) as properties
         from shown
        order by shown.feature_id`,
      shown.bindings,
    );
    return rows.length > request.maxFeatures ? null : rows;
  },
});

export type TileRepository = ReturnType<typeof createTileRepository>;
