import type { Knex } from 'knex';
import type { NewPosition, PositionSource, StoredPosition } from '../../domain/location/position';

/** What a stored position is known by. */
export interface PositionKey extends PositionSource {
  recordedMs: number;
}

/** Of one person, in the order of their keys. */
export interface HistoryQuestion {
  userId: number;
  from: Date;
  to: Date;
  deviceId?: number | undefined;
  /** Those behind this one alone. */
  after?: { recordedMs: number; deviceId: number } | undefined;
  limit: number;
}

/** The text of an array of numbers, which is faster than letting the driver quote each of them. */
const numbers = (values: readonly (number | null)[]): string =>
  `{${values.map((value) => value ?? 'null').join(',')}}`;

/**
 * The same as `real`, which the database is narrower in: a number that is too small for it is refused,
 * and with it the whole statement. Rounded to that here it is 0.
 */
const reals = (values: readonly (number | null)[]): string =>
  numbers(values.map((value) => (value === null ? null : Math.fround(value))));

const moments = (values: readonly (Date | null)[]): string =>
  numbers(values.map((value) => value?.getTime() ?? null));

/** Milliseconds since 1970 as a moment, exactly. */
export const moment = (name: string) => `timestamptz 'epoch' + ${name} * interval '1 millisecond'`;

/** Where the interval of a moment begins, or one that comes so many later. */
const interval = (name: string, later: number) =>
  moment(`((${name} / :intervalMs + ${later}) * :intervalMs)`);

export const POSITION = `position.user_id as "userId", position.device_id as "deviceId",
  position.recorded_at as "recordedAt", position.sent_at as "sentAt",
  position.received_at as "receivedAt", position.lon, position.lat,
  position.accuracy_meters as "accuracyMeters", position.altitude_meters as "altitudeMeters",
  position.speed_mps as "speedMps", position.heading_degrees as "headingDegrees",
  position.battery_percent as "batteryPercent", position.is_mock as "isMock"`;

/** Where people were. All of it relies on the primary key. */
export const positionRows = {
  /**
   * One statement and one commit for all of them. Of what a device recorded within an interval the
   * newest stays. Answers which were not there before.
   * @param positions of each device and interval one, and in the order of keys, so that two of these
   * never wait for each other in a circle.
   */
  async store(
    db: Knex,
    positions: readonly NewPosition[],
    intervalMs: number,
  ): Promise<PositionKey[]> {
    const { rows } = await db.raw<{ rows: PositionKey[] }>(
      `with given as (
         select sent.*, ${moment('sent.recorded_ms')} as recorded_at, near.recorded_at as near_at
           from unnest(
                  cast(:userIds as integer[]), cast(:recorded as bigint[]),
                  cast(:deviceIds as integer[]), cast(:sent as bigint[]),
                  cast(:received as bigint[]), cast(:lons as double precision[]),
                  cast(:lats as double precision[]), cast(:accuracies as real[]),
                  cast(:altitudes as real[]), cast(:speeds as real[]), cast(:headings as real[]),
                  cast(:batteries as real[]), cast(:mocks as boolean[]))
             as sent (user_id, recorded_ms, device_id, sent_ms, received_ms, lon, lat, accuracy,
                      altitude, speed, heading, battery, is_mock)
           left join lateral (
             select near.recorded_at
               from location_positions as near
              where near.user_id = sent.user_id and near.device_id = sent.device_id
                and near.recorded_at >= ${interval('sent.recorded_ms', 0)}
                and near.recorded_at < ${interval('sent.recorded_ms', 1)}
              order by near.recorded_at desc
              limit 1) as near on true
       ), replaced as (
         delete from location_positions as position
          using given
          where position.user_id = given.user_id and position.device_id = given.device_id
            and position.recorded_at = given.near_at and given.near_at < given.recorded_at
       ), stored as (
         insert into location_positions as position (user_id, recorded_at, device_id, sent_at,
                received_at, lon, lat, accuracy_meters, altitude_meters, speed_mps,
                heading_degrees, battery_percent, is_mock)
         select given.user_id, given.recorded_at, given.device_id,
                ${moment('given.sent_ms')}, ${moment('given.received_ms')}, given.lon, given.lat,
                given.accuracy, given.altitude, given.speed, given.heading, given.battery,
                given.is_mock
           from given
          where given.near_at is null or given.near_at < given.recorded_at
         on conflict do nothing
         returning user_id, device_id, recorded_at
       )
       select user_id as "userId", device_id as "deviceId",
              cast(round(extract(epoch from recorded_at) * 1000) as double precision) as "recordedMs"
         from stored`,
      {
        intervalMs,
        userIds: numbers(positions.map(({ userId }) => userId)),
        recorded: moments(positions.map(({ recordedAt }) => recordedAt)),
        deviceIds: numbers(positions.map(({ deviceId }) => deviceId)),
        sent: moments(positions.map(({ sentAt }) => sentAt)),
        received: moments(positions.map(({ receivedAt }) => receivedAt)),
        lons: numbers(positions.map(({ lon }) => lon)),
        lats: numbers(positions.map(({ lat }) => lat)),
        accuracies: reals(positions.map(({ accuracyMeters }) => accuracyMeters)),
        altitudes: reals(positions.map(({ altitudeMeters }) => altitudeMeters)),
        speeds: reals(positions.map(({ speedMps }) => speedMps)),
        headings: reals(positions.map(({ headingDegrees }) => headingDegrees)),
        batteries: reals(positions.map(({ batteryPercent }) => batteryPercent)),
        mocks: `{${positions.map(({ isMock }) => isMock).join(',')}}`,
      },
    );
    return rows;
  },

  async history(db: Knex, question: HistoryQuestion): Promise<StoredPosition[]> {
    const { userId, from, to, deviceId = null, after = null, limit } = question;
    const { rows } = await db.raw<{ rows: StoredPosition[] }>(
      `select ${POSITION}
         from location_positions as position
        where position.user_id = :userId
          and position.recorded_at between :from and :to
          and (cast(:deviceId as integer) is null or position.device_id = :deviceId)
          and (cast(:afterMs as bigint) is null
               or (position.recorded_at, position.device_id)
                  > (${moment('cast(:afterMs as bigint)')}, cast(:afterDevice as integer)))
        order by position.recorded_at, position.device_id
        limit :limit`,
      {
        userId,
        from,
        to,
        deviceId,
        limit,
        afterMs: after?.recordedMs ?? null,
        afterDevice: after?.deviceId ?? null,
      },
    );
    return rows;
  },

  /** The newest few of a person. */
  async newest(db: Knex, userId: number, count: number): Promise<StoredPosition[]> {
    const { rows } = await db.raw<{ rows: StoredPosition[] }>(
      `select ${POSITION}
         from location_positions as position
        where position.user_id = :userId
        order by position.recorded_at desc, position.device_id desc
        limit :count`,
      { userId, count },
    );
    return rows;
  },

  /** @returns how many there were. */
  async erase(
    db: Knex,
    { userId, from, to }: { userId: number; from: Date; to: Date },
  ): Promise<number> {
    const { rows } = await db.raw<{ rows: { count: number }[] }>(
      `with gone as (
         delete from location_positions
          where user_id = :userId and recorded_at between :from and :to
         returning 1
       )
       select cast(count(*) as integer) as count from gone`,
      { userId, from, to },
    );
    return rows[0]?.count ?? 0;
  },

  /**
   * Deletes some of what came before a moment; relies on location_positions_age.
   * @returns how many; fewer than `limit` when nothing is left.
   */
  async deleteOlder(db: Knex, before: Date, limit: number): Promise<number> {
    const { rows } = await db.raw<{ rows: { count: number }[] }>(
      `with gone as (
         delete from location_positions
          where ctid = any(array(select ctid from location_positions
                                  where recorded_at < :before limit :limit))
         returning 1
       )
       select cast(count(*) as integer) as count from gone`,
      { before, limit },
    );
    return rows[0]?.count ?? 0;
  },
};

export type PositionRows = typeof positionRows;
