import type { Knex } from 'knex';
import type { Zone } from '../../domain/location/pick-latest';

export interface ZoneRow extends Zone {
  id: string;
  userId: number;
  name: string;
}

const ZONE = `id, user_id as "userId", name, lon, lat, radius_meters as "radiusMeters"`;

/** Places around which others see nothing. Relies on location_zones_person. */
export const zoneRows = {
  async ofPeople(db: Knex, userIds: readonly number[]): Promise<ZoneRow[]> {
    const { rows } = await db.raw<{ rows: ZoneRow[] }>(
      `select ${ZONE} from location_zones where user_id = any(:userIds) order by created_at, id`,
      { userIds: [...userIds] },
    );
    return rows;
  },

  /** @returns false when there are as many as a person may have. */
  async add(db: Knex, zone: ZoneRow, most: number): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `insert into location_zones (id, user_id, name, lon, lat, radius_meters)
       select :id, :userId, :name, :lon, :lat, :radiusMeters
        where (select count(*) from location_zones where user_id = :userId) < :most
       returning 1`,
      { ...zone, most },
    );
    return rows.length > 0;
  },

  async remove(db: Knex, { id, userId }: { id: string; userId: number }): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      'delete from location_zones where id = :id and user_id = :userId returning 1',
      { id, userId },
    );
    return rows.length > 0;
  },
};

export type ZoneRows = typeof zoneRows;
