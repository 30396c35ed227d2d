import type { ReadDatabase } from '../../../../lib/sql/read-database';
import type { PolygonGeometry } from '../../contract/polygon';

/** What the database says of areas that callers send. */
export const createPolygonRepository = (db: ReadDatabase) => ({
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
});

export type PolygonRepository = ReturnType<typeof createPolygonRepository>;
