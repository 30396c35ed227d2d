import type { ReadDatabase } from '../../../../lib/sql/read-database';
import type { Cell } from '../domain/cells';
import type { GeoLayer } from '../domain/layer';
import { FINEST_LEVEL, keptLevelOf, type CellWindow } from '../domain/pyramid';
import { UNITS_PER_DEGREE, type PyramidCell } from '../domain/pyramid-cells';
import type { SqlPart } from './feature-sql';

export interface PyramidRequest extends CellWindow {
  layer: GeoLayer;
  /** The values to count, of what the layer counts apart; all of them when null. */
  parts: readonly string[] | null;
}

export interface PyramidChildRequest extends Pick<PyramidRequest, 'layer' | 'parts' | 'level'> {
  /** Cells of the level above. */
  parents: readonly Cell[];
}

/**
 * Base and deltas of a window, in one statement. The columns are looked up one by one: a range of them
 * would have the index read from pole to pole (64 columns of level 12: 30,000 cells instead of 4096).
 * Relies on the primary key of geo_cells.
 */
function keptCells(request: PyramidRequest, columns: string): SqlPart {
  const { layer, level, xRange, yRange, parts } = request;
  const { kept, steps } = keptLevelOf(level);
  const wanted = parts === null ? '' : 'and part = any(:parts)';
  return {
    sql: `select x, y, ${columns}
            from geo_cells
           where collection = :collection and level = :kept
             and x = any(array(select generate_series(cast(:x0 as integer), :x1)))
             and y between :y0 and :y1 ${wanted}
          union all
          select x >> :shift, y >> :shift, ${columns}
            from geo_cell_deltas
           where collection = :collection
             and x >> :shift between :x0 and :x1 and y >> :shift between :y0 and :y1 ${wanted}`,
    bindings: {
      collection: layer.name,
      kept,
      shift: FINEST_LEVEL - kept,
      x0: xRange[0] << steps,
      x1: ((xRange[1] + 1) << steps) - 1,
      y0: yRange[0] << steps,
      y1: ((yRange[1] + 1) << steps) - 1,
      ...(parts !== null && { parts: [...parts] }),
    },
  };
}

/** Counts of cells, kept by triggers (database/sql/geo/0003_pyramid.sql), at the levels 0 to 12. */
export const createPyramidRepository = (db: ReadDatabase) => ({
  /**
   * In the order of rows and columns, with sums. Added up as doubles, which is thrice as fast as
   * numerics and exact for counts up to 2^53.
   * @param limit no more cells than this are given.
   */
  async count({ limit, ...request }: PyramidRequest & { limit: number }): Promise<PyramidCell[]> {
    const known = keptCells(request, 'count, lon_sum, lat_sum');
    const { steps } = keptLevelOf(request.level);
    const { rows } = await db.raw<{ rows: PyramidCell[] }>(
      `select x >> :steps as x, y >> :steps as y,
              sum(cast(count as double precision)) as count,
              sum(cast(lon_sum as double precision)) / ${UNITS_PER_DEGREE} as "lonSum",
              sum(cast(lat_sum as double precision)) / ${UNITS_PER_DEGREE} as "latSum"
         from (${known.sql}) known
        group by 1, 2
       having sum(cast(count as double precision)) > 0
        order by 2, 1
        limit :limit`,
      { ...known.bindings, steps, limit },
    );
    return rows;
  },

  /**
   * What is kept for the cells of a window, not added up: `x, y, count` of the kept level one after
   * another, and where sums are wanted `lonSum, latSum` in kept units. As one text, since thousands of
   * rows take the driver longer than the database.
   */
  async findKept(request: PyramidRequest, { detailed }: { detailed: boolean }): Promise<number[]> {
    const known = keptCells(request, detailed ? 'count, lon_sum, lat_sum' : 'count');
    const sums = detailed ? ` || ',' || lon_sum || ',' || lat_sum` : '';
    const { rows } = await db.raw<{ rows: [{ numbers: string | null }] }>(
      `select string_agg(x || ',' || y || ',' || count${sums}, ',') as numbers
         from (${known.sql}) known`,
      known.bindings,
    );
    // Of whole numbers alone, as the statement says.
    return JSON.parse(`[${rows[0].numbers ?? ''}]`) as number[];
  },

  /**
   * What the children of these cells hold, in no order. Each column of each parent is looked up by
   * itself, so that it costs what the list is long, however much lies between its cells.
   * Relies on the primary key of geo_cells.
   */
  async countChildren({ layer, level, parts, parents }: PyramidChildRequest) {
    const { kept, steps } = keptLevelOf(level);
    const wanted = parts === null ? '' : 'and part = any(:parts)';
    const { rows } = await db.raw<{ rows: PyramidCell[] }>(
      `with parent as (
         select x, y from unnest(cast(:xs as integer[]), cast(:ys as integer[])) as listed (x, y)
       )
       select x >> :steps as x, y >> :steps as y,
              sum(cast(count as double precision)) as count
         from (select known.x, known.y, known.count
                 from parent
                cross join generate_series(0, (1 << :below) - 1) as step
                cross join lateral (
                  select x, y, count
                    from geo_cells
                   where collection = :collection and level = :kept
                     and x = (parent.x << :below) + step
                     and y between parent.y << :below and ((parent.y + 1) << :below) - 1 ${wanted}
                  offset 0) known
                union all
               select delta.x >> :shift, delta.y >> :shift, delta.count
                 from geo_cell_deltas delta
                 join parent on parent.x = delta.x >> :parentShift
                            and parent.y = delta.y >> :parentShift
                where delta.collection = :collection ${wanted}) known
        group by 1, 2
       having sum(cast(count as double precision)) > 0`,
      {
        ...{ collection: layer.name, kept, steps, below: steps + 1 },
        ...{ shift: FINEST_LEVEL - kept, parentShift: FINEST_LEVEL - level + 1 },
        xs: parents.map(({ x }) => x),
        ys: parents.map(({ y }) => y),
        ...(parts !== null && { parts: [...parts] }),
      },
    );
    return rows;
  },
});

export type PyramidRepository = ReturnType<typeof createPyramidRepository>;
