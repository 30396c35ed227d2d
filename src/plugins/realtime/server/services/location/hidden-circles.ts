import type { Knex } from 'knex';
import { blurZone } from '../../domain/location/blur-zone';
import type { ZoneRow, ZoneRows } from '../../repositories/location/zones';

/** What others see nothing in. Nobody but the person themselves reads their zones another way. */
export const createHiddenCircles = (rows: Pick<ZoneRows, 'ofPeople'>) => ({
  async ofPeople(db: Knex, userIds: readonly number[]): Promise<ZoneRow[]> {
    return (await rows.ofPeople(db, userIds)).map(blurZone);
  },
});

export type HiddenCircles = ReturnType<typeof createHiddenCircles>;
