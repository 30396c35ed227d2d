import type { ReadDatabase } from '../../../../lib/sql/read-database';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import { countedPosition } from './cell-sql';
import type { CountRequest } from './counts';
import { matchingRows } from './question-sql';

export interface GeohashCount {
  hash: string;
  count: number;
}
/** Axial coordinates of a hexagon, as domain/hexagons.ts has them. */
export interface HexagonCount {
  q: number;
  r: number;
  count: number;
}

interface Limited extends CountRequest {
  limit: number;
}

/** Counts by cells of other shapes than tiles. All matching rows are looked at. */
export const createShapedCellRepository = (db: ReadDatabase) => ({
  async countGeohashes(request: Limited & { precision: number }): Promise<GeohashCount[]> {
    const { layer, question, access, precision, limit } = request;
    const matching = matchingRows(layer, question, access);
    const { lon, lat } = countedPosition(layer, access);
    const { rows } = await db.raw<{ rows: GeohashCount[] }>(
      `select st_geohash(st_setsrid(st_makepoint(${lon}, ${lat}), 4326), :precision) as hash,
              cast(count(*) as double precision) as count
         from ${quoteIdentifier(layer.table)} t
        where ${matching.sql}
        group by 1
        order by 1
        limit :limit`,
      { ...matching.bindings, precision, limit },
    );
    return rows;
  },

  /**
   * @param across how many hexagons stand side by side around the world. Cube rounding as in
   * https://www.redblobgames.com/grids/hexagons/#rounding, with u and v parts of the map's width.
   */
  async countHexagons(request: Limited & { across: number }): Promise<HexagonCount[]> {
    const { layer, question, access, across, limit } = request;
    const matching = matchingRows(layer, question, access);
    const { lon, lat } = countedPosition(layer, access);
    const { rows } = await db.raw<{ rows: HexagonCount[] }>(
      `select cast(case when dq > ds and dq > dr then -rs - rr else rq end as integer) as q,
              cast(case when dq > ds and dq > dr then rr
                        when ds > dr then rr else -rq - rs end as integer) as r,
              cast(count(*) as double precision) as count
         from (select rq, rr, rs, abs(rq - q) as dq, abs(rr - r) as dr, abs(rs + q + r) as ds
                 from (select q, r, round(q) as rq, round(r) as rr, round(-q - r) as rs
                         from (select (u - v / sqrt(3)) * :across as q,
                                      2 * v / sqrt(3) * :across as r
                                 from (select (${lon} + 180) / 360 as u,
                                              greatest(0, least(1, 0.5 - ln(tan(radians(
                                                (90 + greatest(-89, least(${lat}, 89))) / 2))) / (2 * pi()))) as v
                                         from ${quoteIdentifier(layer.table)} t
                                        where ${matching.sql}) unit) axial) rounded) near
        group by 1, 2
        order by 2, 1
        limit :limit`,
      { ...matching.bindings, across, limit },
    );
    return rows;
  },
});

export type ShapedCellRepository = ReturnType<typeof createShapedCellRepository>;
