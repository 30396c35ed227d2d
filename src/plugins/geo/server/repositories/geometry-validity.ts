import type { ReadDatabase } from '../../../../lib/sql/read-database';
import type { Geometry } from '../../contract/geometry';
import type { PolygonGeometry } from '../../contract/polygon';

/** Where the rings of a geometry cross or touch as they must not, in degrees. */
export interface InvalidPlace {
  lon: number;
  lat: number;
}

/** What only the database can say of a geometry whose form is right (`faultsOfGeometry`). */
export const createGeometryValidityRepository = (db: ReadDatabase) => ({
  /**
   * Whether rings neither cross themselves nor each other. Nothing else may look at an area before:
   * on the embedded database some functions never return from a faulty one.
   */
  async isValid(geometry: PolygonGeometry): Promise<boolean> {
    const { rows } = await db.raw<{ rows: [{ is_valid: boolean }] }>(
      'select st_isvalid(st_geomfromgeojson(:geometry)) as is_valid',
      { geometry: JSON.stringify(geometry) },
    );
    return rows[0].is_valid;
  },

  /** Null for a geometry that is valid by OGC Simple Features, as PostGIS tells it. */
  async findInvalidPlace(geometry: Geometry): Promise<InvalidPlace | null> {
    const { rows } = await db.raw<{ rows: InvalidPlace[] }>(
      `select st_x(d.location) as lon, st_y(d.location) as lat
         from st_isvaliddetail(st_geomfromgeojson(cast(:text as text))) d
        where not d.valid`,
      { text: JSON.stringify(geometry) },
    );
    return rows[0] ?? null;
  },
});
