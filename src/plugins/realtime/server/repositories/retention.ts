import type { Knex } from 'knex';

const BATCH = 5000;

/** What is kept no more. Positions stay what they were: clients that are behind are told to start anew. */
export const retentionRows = {
  /** Says for each room what its first position is that is kept. Reads all that is older. */
  async moveFirst(db: Knex, before: Date): Promise<void> {
    await db.raw(
      `update chat_rooms as room
          set first_event_seq = old.newest + 1
         from (select room_id, max(event_seq) as newest
                 from (select room_id, event_seq from chat_messages where created_at < :before
                       union all
                       select room_id, event_seq from chat_events where created_at < :before) as happened
                group by room_id) as old
        where room.id = old.room_id and room.first_event_seq <= old.newest`,
      { before },
    );
  },

  /** A few at a time. @returns how many went; fewer than a batch when nothing is left. */
  async deleteMessages(db: Knex): Promise<{ deleted: number; isDone: boolean }> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `delete from chat_messages
        where id in (select message.id
                       from chat_rooms as room
                       join chat_messages as message on message.room_id = room.id
                      where message.event_seq < room.first_event_seq
                      limit ${BATCH})
       returning 1`,
    );
    return { deleted: rows.length, isDone: rows.length < BATCH };
  },

  async deleteEvents(db: Knex): Promise<{ deleted: number; isDone: boolean }> {
    const { rows } = await db.raw<{ rows: unknown[] }>(
      `delete from chat_events
        where (room_id, event_seq) in (
                select event.room_id, event.event_seq
                  from chat_rooms as room
                  join chat_events as event on event.room_id = room.id
                 where event.event_seq < room.first_event_seq
                 limit ${BATCH})
       returning 1`,
    );
    return { deleted: rows.length, isDone: rows.length < BATCH };
  },
};

export type RetentionRows = typeof retentionRows;
