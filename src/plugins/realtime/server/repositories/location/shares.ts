import type { Knex } from 'knex';
import type { StoredPosition } from '../../domain/location/position';
import { POSITION } from './positions';

/** A share as it is stored, with the room it is for. */
export interface ShareRow {
  id: string;
  userId: number;
  roomId: number;
  roomKind: string;
  roomOwner: string;
  startsAt: Date;
  /** When it ended or will end. */
  endsAt: Date;
}

/** A position that a room was allowed to see when it was recorded. */
export interface SharedPosition extends StoredPosition {
  roomId: number;
  roomKind: string;
  roomOwner: string;
}

export interface RoomName {
  kind: string;
  ownerId: string;
}

export const SHARE_END = 'least(share.ends_at, share.stopped_at)';
const SHARE = `share.id, share.user_id as "userId",
  cast(share.room_id as double precision) as "roomId", room.kind as "roomKind",
  room.owner_id as "roomOwner", share.starts_at as "startsAt", ${SHARE_END} as "endsAt"`;
const ROOM = `cast(share.room_id as double precision) as "roomId", room.kind as "roomKind",
  room.owner_id as "roomOwner"`;
/** What a device sends that is bound to a room, other rooms do not see. */
export const IS_FOR_ROOM = `not exists (select 1 from location_devices as device
           where device.id = position.device_id and device.room_id <> share.room_id)`;
/** Of each share that was open at a moment, the newest few positions up to then. */
const NEWEST_FEW = `select ${ROOM}, ${POSITION}
         from location_shares as share
         join chat_rooms as room on room.id = share.room_id
        cross join lateral (
          select position.*
            from location_positions as position
           where position.user_id = share.user_id
             and position.recorded_at between share.starts_at and least(${SHARE_END}, :upTo)
             and ${IS_FOR_ROOM}
           order by position.recorded_at desc, position.device_id desc
           limit :count) as position
        where share.starts_at <= :at and ${SHARE_END} > :at`;
const IN_ROOMS = `(room.kind, room.owner_id) in (
          select asked.kind, asked.owner_id
            from unnest(cast(:kinds as text[]), cast(:owners as text[])) as asked (kind, owner_id))`;

const namesOf = (rooms: readonly RoomName[]) => ({
  kinds: rooms.map(({ kind }) => kind),
  owners: rooms.map(({ ownerId }) => ownerId),
});

/** Who lets which room see them. Relies on location_shares_room and location_shares_person. */
export const shareRows = {
  /** Moves the end of the share that is open, if one is, or begins one. */
  async open(
    db: Knex,
    share: { id: string; userId: number; roomId: number; now: Date; endsAt: Date },
  ): Promise<void> {
    await db.raw(
      `with moved as (
         update location_shares set ends_at = :endsAt
          where user_id = :userId and room_id = :roomId
            and stopped_at is null and ends_at > :now
         returning id
       )
       insert into location_shares (id, user_id, room_id, starts_at, ends_at)
       select :id, :userId, :roomId, :now, :endsAt
        where not exists (select 1 from moved)`,
      share,
    );
  },

  /** Those in a room, one of them, or all. @returns the rooms in which something ended. */
  async stop(
    db: Knex,
    share: { userId: number; roomId?: number | null; id?: string | null; now: Date },
  ): Promise<number[]> {
    const { userId, roomId = null, id = null, now } = share;
    const { rows } = await db.raw<{ rows: { roomId: number }[] }>(
      `update location_shares as share set stopped_at = :now
        where share.user_id = :userId and ${SHARE_END} > :now
          and (cast(:roomId as bigint) is null or share.room_id = :roomId)
          and (cast(:id as uuid) is null or share.id = :id)
       returning cast(share.room_id as double precision) as "roomId"`,
      { userId, roomId, id, now },
    );
    return [...new Set(rows.map((row) => row.roomId))];
  },

  /** @returns the room that it was for. */
  async remove(db: Knex, { id, userId }: { id: string; userId: number }): Promise<number | null> {
    const { rows } = await db.raw<{ rows: { roomId: number }[] }>(
      `delete from location_shares where id = :id and user_id = :userId
       returning cast(room_id as double precision) as "roomId"`,
      { id, userId },
    );
    return rows[0]?.roomId ?? null;
  },

  /** A person's own, the newest first. */
  async ofPerson(db: Knex, userId: number, limit: number): Promise<ShareRow[]> {
    const { rows } = await db.raw<{ rows: ShareRow[] }>(
      `select ${SHARE}
         from location_shares as share
         join chat_rooms as room on room.id = share.room_id
        where share.user_id = :userId
        order by share.ends_at desc, share.id
        limit :limit`,
      { userId, limit },
    );
    return rows;
  },

  async openInRooms(db: Knex, rooms: readonly RoomName[], at: Date): Promise<ShareRow[]> {
    const { rows } = await db.raw<{ rows: ShareRow[] }>(
      `select ${SHARE}
         from location_shares as share
         join chat_rooms as room on room.id = share.room_id
        where share.starts_at <= :at and ${SHARE_END} > :at and ${IN_ROOMS}`,
      { ...namesOf(rooms), at },
    );
    return rows;
  },

  async newestInRooms(
    db: Knex,
    question: { rooms: readonly RoomName[]; at: Date; upTo: Date; count: number },
  ): Promise<SharedPosition[]> {
    const { rooms, ...moment } = question;
    const { rows } = await db.raw<{ rows: SharedPosition[] }>(`${NEWEST_FEW} and ${IN_ROOMS}`, {
      ...namesOf(rooms),
      ...moment,
    });
    return rows;
  },

  async newestOfPeople(
    db: Knex,
    question: { userIds: readonly number[]; at: Date; upTo: Date; count: number },
  ): Promise<SharedPosition[]> {
    const { rows } = await db.raw<{ rows: SharedPosition[] }>(
      `${NEWEST_FEW} and share.user_id = any(:userIds)`,
      { ...question, userIds: [...question.userIds] },
    );
    return rows;
  },

  /** The numeric id of somebody who shares or shared something with a room. */
  async sharerInRoom(
    db: Knex,
    question: { roomId: number; personId: string },
  ): Promise<number | undefined> {
    const { rows } = await db.raw<{ rows: { userId: number }[] }>(
      `select share.user_id as "userId"
         from up_users as person
         join location_shares as share on share.user_id = person.id
        where person.document_id = :personId and share.room_id = :roomId
        limit 1`,
      question,
    );
    return rows[0]?.userId;
  },

  /** What a room may see of somebody's way, in order. */
  async trackInRoom(
    db: Knex,
    question: { roomId: number; personId: string; from: Date; to: Date; limit: number },
  ): Promise<StoredPosition[]> {
    const { rows } = await db.raw<{ rows: StoredPosition[] }>(
      `select ${POSITION}
         from up_users as person
         join location_positions as position on position.user_id = person.id
        where person.document_id = :personId
          and position.recorded_at between :from and :to
          and exists (select 1 from location_shares as share
                       where share.user_id = person.id and share.room_id = :roomId
                         and position.recorded_at between share.starts_at and ${SHARE_END}
                         and ${IS_FOR_ROOM})
        order by position.recorded_at, position.device_id
        limit :limit`,
      question,
    );
    return rows;
  },
};

export type ShareRows = typeof shareRows;
