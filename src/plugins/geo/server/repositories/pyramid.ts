import type { Knex } from 'knex';
import { FINEST_LEVEL, keptLevelOf, type CellWindow } from '../domain/pyramid';
import type { GeoLayer } from '../domain/layer';

export interface PyramidRequest extends CellWindow {
  layer: GeoLayer;
  /** The values to count, of what the layer counts apart; all of them when null. */
  parts: readonly string[] | null;
  /** No more cells than this are given. */
  limit: number;
}

/** Public features in a cell, with the sums of their positions in degrees. */
export interface PyramidCell {
  x: number;
  y: number;
  count: number;
  lonSum: number;
  latSum: number;
}

const UNITS_PER_DEGREE = 1e7;

/** Counts of cells, kept by triggers (database/sql/geo/0003_pyramid.sql). */
export const createPyramidRepository = (db: Pick<Knex, 'raw'>) => ({
  /** Base and deltas in one statement, in the order of rows and columns. Levels 0 to 12. */
  async count({
    layer,
    level,
    xRange,
    yRange,
    parts,
    limit,
  }: PyramidRequest): Promise<PyramidCell[]> {
    const { kept, steps } = keptLevelOf(level);
    const shift = FINEST_LEVEL - kept;
    const wanted = parts === null ? '' : 'and part = any(:parts)';
    const { rows } = await db.raw<{ rows: PyramidCell[] }>(
      `select x >> :steps as x, y >> :steps as y,
              cast(sum(count) as double precision) as count,
              cast(sum(lon_sum) as double precision) / ${UNITS_PER_DEGREE} as "lonSum",
              cast(sum(lat_sum) as double precision) / ${UNITS_PER_DEGREE} as "latSum"
         from (select x, y, count, lon_sum, lat_sum
                 from geo_cells
                where collection = :collection and level = :kept
                  and x between :x0 and :x1 and y between :y0 and :y1 ${wanted}
               union all
               select x >> :shift, y >> :shift, count, lon_sum, lat_sum
                 from geo_cell_deltas
                where collection = :collection
                  and x >> :shift between :x0 and :x1 and y >> :shift between :y0 and :y1 ${wanted}
              ) known
        group by 1, 2
       having sum(count) > 0
        order by 2, 1
        limit :limit`,
      {
        collection: layer.name,
        ...{ kept, steps, shift, limit },
        x0: xRange[0] << steps,
        x1: ((xRange[1] + 1) << steps) - 1,
        y0: yRange[0] << steps,
        y1: ((yRange[1] + 1) << steps) - 1,
        ...(parts !== null && { parts: [...parts] }),
      },
    );
    return rows;
  },
});

export type PyramidRepository = ReturnType<typeof createPyramidRepository>;
