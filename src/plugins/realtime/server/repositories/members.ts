import type { Knex } from 'knex';

/** How a person stands with what is said in a room. */
export interface UnreadRow {
  kind: string;
  ownerId: string;
  unread: number;
  mentions: number;
  lastReadSeq: number;
  lastEventSeq: number;
}

interface Reader {
  userId: number;
  documentId: string;
}

/** What people have read, by a pointer for each room. */
export const memberRows = {
  /** The pointer only moves forward, and not beyond what is there. */
  async noteRead(
    db: Knex,
    { roomId, userId, eventSeq }: { roomId: number; userId: number; eventSeq: number },
  ): Promise<{ lastReadSeq: number; hasMoved: boolean } | undefined> {
    const { rows } = await db.raw<{ rows: { lastReadSeq: number; hasMoved: boolean }[] }>(
      `with known as (
         select last_read_seq from chat_members where room_id = :roomId and user_id = :userId
       ), noted as (
         insert into chat_members as member (room_id, user_id, last_read_seq)
         select id, :userId, least(cast(:eventSeq as bigint), last_event_seq)
           from chat_rooms where id = :roomId
             on conflict (room_id, user_id)
             do update set last_read_seq = greatest(member.last_read_seq, excluded.last_read_seq)
         returning last_read_seq
       )
       select cast(noted.last_read_seq as double precision) as "lastReadSeq",
              noted.last_read_seq > coalesce((select last_read_seq from known), 0) as "hasMoved"
         from noted`,
      { roomId, userId, eventSeq },
    );
    return rows[0];
  },

  /**
   * Unread messages of others in these rooms, counted up to `most` each.
   * Relies on the unique index of messages by room and position.
   */
  async unread(
    db: Knex,
    { userId, documentId }: Reader,
    { roomIds, most }: { roomIds: readonly number[]; most: number },
  ): Promise<UnreadRow[]> {
    const { rows } = await db.raw<{ rows: UnreadRow[] }>(
      `select room.kind, room.owner_id as "ownerId",
              cast(waiting.unread as integer) as unread,
              cast(waiting.mentions as integer) as mentions,
              cast(coalesce(member.last_read_seq, 0) as double precision) as "lastReadSeq",
              cast(room.last_event_seq as double precision) as "lastEventSeq"
         from chat_rooms as room
         left join chat_members as member on member.room_id = room.id and member.user_id = :userId
        cross join lateral (
          select count(*) as unread,
                 count(*) filter (where mentions && array[cast(:documentId as text), 'room']) as mentions
            from (select message.mentions
                    from chat_messages as message
                   where message.room_id = room.id
                     and message.event_seq > coalesce(member.last_read_seq, 0)
                     and message.author_id is distinct from :userId
                     and message.deleted_at is null
                     and message.hidden_at is null
                   limit :most) as newer
        ) as waiting
        where room.id = any(:roomIds)`,
      { userId, documentId, roomIds: [...roomIds], most },
    );
    return rows;
  },

  /** Rows of the rooms of these owners. */
  async roomIds(
    db: Knex,
    owners: readonly { kind: string; ownerId: string }[],
  ): Promise<{ id: number; kind: string; ownerId: string }[]> {
    const { rows } = await db.raw<{ rows: { id: number; kind: string; ownerId: string }[] }>(
      `select cast(room.id as double precision) as id, room.kind, room.owner_id as "ownerId"
         from unnest(cast(:kinds as text[]), cast(:owners as text[])) as wanted (kind, owner_id)
         join chat_rooms as room on room.kind = wanted.kind and room.owner_id = wanted.owner_id`,
      { kinds: owners.map(({ kind }) => kind), owners: owners.map(({ ownerId }) => ownerId) },
    );
    return rows;
  },
};

export type MemberRows = typeof memberRows;
