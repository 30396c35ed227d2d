import type { Knex } from 'knex';
import type { StoredEvent } from '../domain/message';

type NewEvent = Pick<StoredEvent, 'type' | 'messageId' | 'actorId' | 'details'> & {
  roomId: number;
  panelAccount: number | null;
};

/** Changes of messages. Within a transaction that holds the room (`roomRows.hold`). */
export const messageChanges = {
  /** Gives the change the room's next position. */
  async addEvent(
    trx: Knex,
    { roomId, type, messageId, actorId, panelAccount, details }: NewEvent,
  ): Promise<StoredEvent> {
    const { rows } = await trx.raw<{ rows: { eventSeq: number; createdAt: Date }[] }>(
      `with counted as (
         update chat_rooms set last_event_seq = last_event_seq + 1 where id = :roomId
         returning id, last_event_seq
       )
       insert into chat_events (room_id, event_seq, type, message_id, actor_id, panel_account, details, created_at)
       select id, last_event_seq, :type, cast(:messageId as uuid), cast(:actorId as integer),
              cast(:panelAccount as integer), cast(:details as jsonb), clock_timestamp()
         from counted
       returning cast(event_seq as double precision) as "eventSeq", created_at as "createdAt"`,
      { roomId, type, messageId, actorId, panelAccount, details: JSON.stringify(details) },
    );
    const [row] = rows;
    if (!row) throw new Error('The room went while it was held');
    return { ...row, type, messageId, actorId, details };
  },

  /** The newest event about a message, its own included. Relies on chat_events_message. */
  async newestEventOf(db: Knex, id: string): Promise<number> {
    const { rows } = await db.raw<{ rows: { eventSeq: number }[] }>(
      `select cast(greatest(message.event_seq, (
                select max(change.event_seq) from chat_events as change
                 where change.message_id = message.id)) as double precision) as "eventSeq"
         from chat_messages as message
        where message.id = :id`,
      { id },
    );
    return rows[0]?.eventSeq ?? 0;
  },

  async setText(
    trx: Knex,
    { id, text, mentions }: { id: string; text: string; mentions: string[] },
  ): Promise<void> {
    await trx.raw(
      `update chat_messages
          set text = :text, mentions = cast(:mentions as text[]), edited_at = clock_timestamp()
        where id = :id`,
      { id, text, mentions },
    );
  },

  /** Leaves a stone where the message was, with nothing of it. */
  async empty(trx: Knex, id: string): Promise<void> {
    await trx.raw(
      `with files as (delete from chat_attachments where message_id = :id),
            reactions as (delete from chat_reactions where message_id = :id)
       update chat_messages
          set text = '', mentions = '{}', deleted_at = clock_timestamp()
        where id = :id`,
      { id },
    );
  },

  async setHidden(trx: Knex, { id, isHidden }: { id: string; isHidden: boolean }): Promise<void> {
    await trx.raw(
      `update chat_messages
          set hidden_at = case when :isHidden then clock_timestamp() end
        where id = :id`,
      { id, isHidden },
    );
  },

  /** @returns whether that changed anything. */
  async setReaction(
    trx: Knex,
    { id, emoji, userId, reacted }: { id: string; emoji: string; userId: number; reacted: boolean },
  ): Promise<boolean> {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      reacted
        ? `insert into chat_reactions (message_id, emoji, user_id, created_at)
           values (:id, :emoji, :userId, clock_timestamp())
               on conflict do nothing
           returning 1`
        : `delete from chat_reactions
            where message_id = :id and emoji = :emoji and user_id = :userId
           returning 1`,
      { id, emoji, userId },
    );
    return rows.length > 0;
  },
};

export type MessageChanges = typeof messageChanges;
