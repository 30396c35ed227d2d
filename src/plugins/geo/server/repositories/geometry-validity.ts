import type { Knex } from 'knex';
import type { Geometry } from '../../contract/geometry';

/** Where the rings of a geometry cross or touch as they must not, in degrees. */
export interface InvalidPlace {
  lon: number;
  lat: number;
}

/** What only the database can say of a geometry whose form is right (`faultsOfGeometry`). */
export const createGeometryValidityRepository = (db: Knex) => ({
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

export type GeometryValidityRepository = ReturnType<typeof createGeometryValidityRepository>;
