import type { ReadDatabase } from '../../../../lib/sql/read-database';
import { quoteIdentifier } from '../../../../lib/sql/identifier';
import type { LonLat } from '../../contract/question';
import { featureText, visibleGeometry } from './feature-sql';
import type { CountRequest } from './counts';
import { geographyPoint, matchingRows } from './question-sql';

export interface NearestRequest extends CountRequest {
  centre: LonLat;
  limit: number;
}

/** Features as text, comma-separated, the nearest first. */
export interface NearestFeatures {
  text: string;
  count: number;
}

/** Reads of the rows around a position. */
export const createNearestRepository = (db: ReadDatabase) => ({
  /**
   * The nearest on the spheroid, equally far ones by id. As many as are wanted of those that look near
   * on the map of degrees ({table}_geom_idx) say how far the nearest can be at most; all within that
   * ({table}_geog_idx) are then compared, with a margin for rounding. Geography has an order by index
   * of its own, but it fails with "index returned tuples in wrong order" (seen with PostGIS 3.3).
   */
  async findNearest({
    layer,
    question,
    access,
    centre,
    limit,
  }: NearestRequest): Promise<NearestFeatures> {
    const matching = matchingRows(layer, question, access);
    const geometry = visibleGeometry(layer, access);
    const place = `cast(${geometry} as geography)`;
    const table = quoteIdentifier(layer.table);
    const point = geographyPoint(':lon', ':lat');
    const { rows } = await db.raw<{ rows: [NearestFeatures] }>(
      `with about as materialized (
         select st_distance(${place}, ${point}) as distance
           from ${table} t
          where ${matching.sql}
          order by ${geometry} <-> st_setsrid(st_makepoint(:lon, :lat), 4326)
          limit :limit),
       nearest as materialized (
         select t.id, st_distance(${place}, ${point}) as distance
           from ${table} t
          where ${matching.sql}
            and st_dwithin(${place}, ${point}, (select max(distance) * 1.0001 + 1 from about))
          order by distance, t.id
          limit :limit)
       select coalesce(string_agg(${featureText(layer, access, [
         'round(cast(nearest.distance as numeric), 3) as "distanceMeters"',
       ])}, ',' order by nearest.distance, t.id), '') as text,
              cast(count(*) as integer) as count
         from nearest
         join ${table} t on t.id = nearest.id`,
      { ...matching.bindings, ...centre, limit },
    );
    return rows[0];
  },
});

export type NearestRepository = ReturnType<typeof createNearestRepository>;
