import type { Knex } from 'knex';
import type { TimeSpan } from '../../domain/location/moved-times';
import type { Crossing } from '../../domain/location/race';
import { moment } from './positions';
import { IS_FOR_ROOM, SHARE_END } from './shares';

export interface CheckpointRow {
  id: string;
  roomId: number;
  name: string;
  turn: number | null;
  lon: number;
  lat: number;
  radiusMeters: number;
}

/** Who is in a circle has left it only when they are so much further away: receivers waver. */
const LEFT_AT = 1.2;
/** Positions that are implausible by themselves (`domain/location/plausibility`). */
const IS_PLAUSIBLE = `not position.is_mock and (position.lon <> 0 or position.lat <> 0)
             and coalesce(position.accuracy_meters, 0) <= 1000
             and coalesce(position.speed_mps, 0) <= 100`;

/** The mean radius of the Earth, as PostGIS has it for spheres. */
const EARTH_METERS = 6_371_008.8;
/**
 * Whether a position is in a circle `fence`: null in between. Plain arithmetic, and once for each: with
 * functions of PostGIS an hour of ten people and 50 circles took 40 s.
 */
const INSIDE = `cross join lateral (
            select case
                     -- So far to the north or south that nothing needs to be measured.
                     when abs(position.lat - fence.lat) * 111000 > fence.radius_meters * ${LEFT_AT}
                       then false
                     when distance.meters <= fence.radius_meters then true
                     when distance.meters > fence.radius_meters * ${LEFT_AT} then false
                   end as it
              from (select 2 * ${EARTH_METERS} * asin(least(1, sqrt(
                             sin(radians(position.lat - fence.lat) / 2) ^ 2
                             + cos(radians(position.lat)) * cos(radians(fence.lat))
                               * sin(radians(position.lon - fence.lon) / 2) ^ 2))) as meters
                   offset 0) as distance
            offset 0
          ) as inside`;
/** Of a position and a room: that it was shared with it. */
const isShared = (roomId: string) => `exists (select 1 from location_shares as share
                         where share.user_id = position.user_id and share.room_id = ${roomId}
                           and position.recorded_at between share.starts_at and ${SHARE_END}
                           and ${IS_FOR_ROOM})`;

const CIRCLE = `json_build_object('lon', fence.lon, 'lat', fence.lat,
                  'radiusMeters', fence.radius_meters) as circle`;

/** A crossing with the time that was looked at to find it. */
export interface LocalCrossing extends Crossing {
  roomId: number;
  roomKind: string;
  roomOwner: string;
  /** The last position before those that were asked about; null when there is none. */
  after: Date | null;
  /** The first one after them. */
  upTo: Date | null;
}

/** Circles of rooms, and who came into them. Relies on location_checkpoints_room. */
export const checkpointRows = {
  async ofRoom(db: Knex, roomId: number): Promise<CheckpointRow[]> {
    const { rows } = await db.raw<{ rows: CheckpointRow[] }>(
      `select id, cast(room_id as double precision) as "roomId", name, turn, lon, lat,
              radius_meters as "radiusMeters"
         from location_checkpoints
        where room_id = :roomId
        order by turn nulls last, name, id`,
      { roomId },
    );
    return rows;
  },

  /** @returns false when its turn is taken, or there are as many as a room may have. */
  async add(db: Knex, checkpoint: CheckpointRow, most: number): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `insert into location_checkpoints (id, room_id, name, turn, lon, lat, radius_meters)
       select :id, :roomId, :name, :turn, :lon, :lat, :radiusMeters
        where (select count(*) from location_checkpoints where room_id = :roomId) < :most
       on conflict (room_id, turn) do nothing
       returning 1`,
      { ...checkpoint, most },
    );
    return rows.length > 0;
  },

  async remove(db: Knex, { id, roomId }: { id: string; roomId: number }): Promise<boolean> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      'delete from location_checkpoints where id = :id and room_id = :roomId returning 1',
      { id, roomId },
    );
    return rows.length > 0;
  },

  /**
   * When people who shared with the room came into its circles and left them, in the order in which
   * it was recorded. Between the circle and a fifth further nothing changes.
   */
  async crossings(
    db: Knex,
    question: { roomId: number; from: Date; to: Date },
  ): Promise<Crossing[]> {
    const { rows } = await db.raw<{ rows: Crossing[] }>(
      `with shared as materialized (
         select position.user_id, position.recorded_at, position.lon, position.lat
           from (select distinct user_id from location_shares where room_id = :roomId) as sharer
           join location_positions as position on position.user_id = sharer.user_id
          where position.recorded_at between :from and :to
            and ${IS_PLAUSIBLE} and ${isShared(':roomId')}
       ), seen as (
         select position.*, fence.id as fence_id, ${CIRCLE}, inside.it as is_inside
           from shared as position
          cross join location_checkpoints as fence
          ${INSIDE}
          where fence.room_id = :roomId
       ), compared as (
         select seen.*,
                lag(is_inside, 1, false) over (
                  partition by user_id, fence_id order by recorded_at
                ) as was_inside
           from seen
          where is_inside is not null
       )
       select user_id as "userId", fence_id as "checkpointId", recorded_at as at,
              is_inside as "isInside", lon, lat, circle
         from compared
        where is_inside <> was_inside
        order by recorded_at, user_id, fence_id`,
      question,
    );
    return rows;
  },

  /**
   * The same around what people's positions say that were stored just now, for every room that they
   * shared with: from the last position before a span to the first one after it, each as far as it says
   * whether they were inside. In the order in which it was recorded.
   * @param furthestMs no further back than this is looked for the last position before.
   */
  async crossingsAround(
    db: Knex,
    spans: readonly ({ userId: number } & TimeSpan)[],
    furthestMs: number,
  ): Promise<LocalCrossing[]> {
    const { rows } = await db.raw<{ rows: LocalCrossing[] }>(
      `with span as (
         select span.user_id, ${moment('span.from_ms')} as from_at, ${moment('span.to_ms')} as to_at
           from unnest(cast(:userIds as integer[]), cast(:froms as bigint[]), cast(:tos as bigint[]))
             as span (user_id, from_ms, to_ms)
       ), fence as (
         select span.user_id, span.from_at, span.to_at, fence.room_id, fence.id, fence.lon, fence.lat,
                fence.radius_meters,
                greatest(share.starts_at, span.from_at - :furthestMs * interval '1 millisecond')
                  as earliest,
                share.ends_at as latest
           from span
          cross join lateral (
            select share.room_id, min(share.starts_at) as starts_at, max(${SHARE_END}) as ends_at
              from location_shares as share
             where share.user_id = span.user_id
             group by share.room_id
            having min(share.starts_at) <= span.to_at and max(${SHARE_END}) >= span.from_at
          ) as share
           join location_checkpoints as fence on fence.room_id = share.room_id
       ), bounded as (
         select fence.*, earlier.at as after_at, later.at as up_to_at
           from fence
           left join lateral (
             select position.recorded_at as at
               from location_positions as position
              ${INSIDE}
              where position.user_id = fence.user_id
                and position.recorded_at >= fence.earliest and position.recorded_at < fence.from_at
                and ${IS_PLAUSIBLE} and ${isShared('fence.room_id')} and inside.it is not null
              order by position.recorded_at desc
              limit 1) as earlier on true
           left join lateral (
             select position.recorded_at as at
               from location_positions as position
              ${INSIDE}
              where position.user_id = fence.user_id
                and position.recorded_at > fence.to_at and position.recorded_at <= fence.latest
                and ${IS_PLAUSIBLE} and ${isShared('fence.room_id')} and inside.it is not null
              order by position.recorded_at
              limit 1) as later on true
       ), seen as (
         select fence.user_id, fence.room_id, fence.id as fence_id, ${CIRCLE}, fence.from_at,
                fence.after_at, fence.up_to_at, position.recorded_at, position.lon, position.lat,
                inside.it as is_inside
           from bounded as fence
          cross join lateral (
            select position.recorded_at, position.lon, position.lat
              from location_positions as position
             where position.user_id = fence.user_id
               and position.recorded_at between coalesce(fence.after_at, fence.from_at)
                                            and coalesce(fence.up_to_at, fence.to_at)
               and ${IS_PLAUSIBLE} and ${isShared('fence.room_id')}
            offset 0
          ) as position
          ${INSIDE}
       ), compared as (
         select seen.*,
                lag(is_inside, 1, false) over (
                  partition by user_id, fence_id, from_at order by recorded_at
                ) as was_inside
           from seen
          where is_inside is not null
       )
       select compared.user_id as "userId", fence_id as "checkpointId", recorded_at as at,
              is_inside as "isInside", lon, lat, circle, after_at as "after", up_to_at as "upTo",
              cast(room.id as double precision) as "roomId", room.kind as "roomKind",
              room.owner_id as "roomOwner"
         from compared
         join chat_rooms as room on room.id = compared.room_id
        where is_inside <> was_inside
          and (after_at is null or recorded_at > after_at)
        order by recorded_at, compared.user_id, fence_id`,
      {
        userIds: spans.map(({ userId }) => userId),
        froms: spans.map(({ fromMs }) => fromMs),
        tos: spans.map(({ toMs }) => toMs),
        furthestMs,
      },
    );
    return rows;
  },
};

export type CheckpointRows = typeof checkpointRows;
