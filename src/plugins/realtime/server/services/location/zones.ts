import type { Knex } from 'knex';
import type { UserPrincipal } from '../../../../accounts/contract/principal';
import type { ShownZone } from '../../../contract/location';
import { noSuchZone, tooMany } from '../../location-errors';
import type { ZoneRow, ZoneRows } from '../../repositories/location/zones';

const MOST_ZONES = 20;

interface Dependencies {
  db: () => Knex;
  rows: ZoneRows;
  createId: () => string;
}

const show = ({ id, name, lon, lat, radiusMeters }: ZoneRow): ShownZone => ({
  id,
  name,
  lon,
  lat,
  radiusMeters,
});

/** Places around which others see nothing of a person, neither now nor in what was shared before. */
export function createZones({ db, rows, createId }: Dependencies) {
  return {
    async list({ userId }: UserPrincipal): Promise<ShownZone[]> {
      return (await rows.ofPeople(db(), [userId])).map(show);
    },

    /** @throws Problem `conflict` when there are too many. */
    async add({ userId }: UserPrincipal, zone: Omit<ShownZone, 'id'>): Promise<ShownZone> {
      const row = { ...zone, id: createId(), userId };
      if (!(await rows.add(db(), row, MOST_ZONES))) throw tooMany('privacy zones', MOST_ZONES);
      return show(row);
    },

    /** @throws Problem `not-found`. */
    async remove({ userId }: UserPrincipal, id: string): Promise<void> {
      if (!(await rows.remove(db(), { id, userId }))) throw noSuchZone();
    },
  };
}

export type Zones = ReturnType<typeof createZones>;
