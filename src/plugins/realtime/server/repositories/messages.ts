import type { Knex } from 'knex';
import type {
  Appended,
  AppendOutcome,
  NewMessage,
  ReadMessage,
  StoredEvent,
} from '../domain/message';

interface AppendedRow {
  outcome: AppendOutcome;
  message_id: string;
  event_seq: string | null;
  created_at: Date;
  wait_seconds: number;
}

/** Lists within lists travel as the text of an array; what is in them has no signs to escape. */
const arrayText = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;

interface HistoryPage {
  roomId: number;
  before?: number | undefined;
  after?: number | undefined;
  limit: number;
}

interface SearchPage {
  words: string;
  roomIds: readonly number[];
  before: { time: string; id: string };
  limit: number;
}

const MESSAGE = `message.id, cast(message.room_id as double precision) as "roomId",
  cast(message.event_seq as double precision) as "eventSeq", message.client_id as "clientId",
  message.author_id as "authorId", message.text, message.reply_to as "replyTo", message.mentions,
  message.created_at as "createdAt", message.edited_at as "editedAt",
  message.deleted_at as "deletedAt", message.hidden_at as "hiddenAt",
  array(select attachment.file_id from chat_attachments as attachment
         where attachment.message_id = message.id
         order by attachment.position) as "fileIds",
  coalesce((select json_agg(json_build_object('emoji', emoji, 'people', people) order by first_at)
     from (select reaction.emoji, min(reaction.created_at) as first_at,
                  json_agg(person.document_id order by reaction.created_at) as people
             from chat_reactions as reaction
             join up_users as person on person.id = reaction.user_id
            where reaction.message_id = message.id
            group by reaction.emoji) as of_one_kind), '[]') as reactions`;

/** Messages and the changes of them. */
export const messageRows = {
  /** One statement and one commit for all of them; answers in their order. */
  async append(db: Knex, messages: readonly NewMessage[]): Promise<Appended[]> {
    const { rows } = await db.raw<{ rows: AppendedRow[] }>(
      `select outcome, message_id, event_seq, created_at, wait_seconds
         from chat_append_messages(
                cast(:rooms as bigint[]), cast(:ids as uuid[]), cast(:clientIds as uuid[]),
                cast(:authors as integer[]), cast(:texts as text[]), cast(:replies as uuid[]),
                cast(:mentioned as text[]), cast(:attached as text[]), cast(:paced as boolean[]))
        order by ordinal`,
      {
        rooms: messages.map(({ roomId }) => roomId),
        ids: messages.map(({ id }) => id),
        clientIds: messages.map(({ clientId }) => clientId),
        authors: messages.map(({ authorId }) => authorId),
        texts: messages.map(({ text }) => text),
        replies: messages.map(({ replyTo }) => replyTo),
        mentioned: messages.map(({ mentions }) => arrayText(mentions)),
        attached: messages.map(({ fileIds }) => arrayText(fileIds)),
        paced: messages.map(({ isPaced }) => isPaced),
      },
    );
    return rows.map((row) => ({
      outcome: row.outcome,
      id: row.message_id,
      eventSeq: Number(row.event_seq),
      createdAt: row.created_at,
      waitSeconds: row.wait_seconds,
    }));
  },

  async byIds(db: Knex, ids: readonly string[]): Promise<ReadMessage[]> {
    const { rows } = await db.raw<{ rows: ReadMessage[] }>(
      `select ${MESSAGE} from chat_messages as message where message.id = any(:ids)`,
      { ids: [...ids] },
    );
    return rows;
  },

  /** Which room a message is in. */
  async placeOf(db: Knex, id: string): Promise<{ kind: string; ownerId: string } | undefined> {
    const { rows } = await db.raw<{ rows: { kind: string; ownerId: string }[] }>(
      `select room.kind, room.owner_id as "ownerId"
         from chat_messages as message
         join chat_rooms as room on room.id = message.room_id
        where message.id = :id`,
      { id },
    );
    return rows[0];
  },

  /** A page next to a position, nearest first. Relies on the unique index by room and position. */
  async page(db: Knex, { roomId, before, after, limit }: HistoryPage): Promise<ReadMessage[]> {
    const [condition, direction] =
      after === undefined
        ? ['message.event_seq < :position', 'desc']
        : ['message.event_seq > :position', 'asc'];
    const { rows } = await db.raw<{ rows: ReadMessage[] }>(
      `select ${MESSAGE}
         from chat_messages as message
        where message.room_id = :roomId and ${condition}
        order by message.event_seq ${direction}
        limit :limit`,
      { roomId, position: after ?? before ?? Number.MAX_SAFE_INTEGER, limit },
    );
    return rows;
  },

  /** Newest first. Relies on chat_messages_words. */
  async search(db: Knex, { words, roomIds, before, limit }: SearchPage): Promise<ReadMessage[]> {
    const { rows } = await db.raw<{ rows: ReadMessage[] }>(
      `select ${MESSAGE}
         from chat_messages as message
        where message.words @@ websearch_to_tsquery('simple', :words)
          and message.room_id = any(:roomIds)
          and message.hidden_at is null
          and (message.created_at, message.id)
                < (cast(:beforeTime as timestamptz), cast(:beforeId as uuid))
        order by message.created_at desc, message.id desc
        limit :limit`,
      { words, roomIds: [...roomIds], beforeTime: before.time, beforeId: before.id, limit },
    );
    return rows;
  },

  /**
   * In their order. Relies on the unique indexes of both tables by room and position. Strapi leaves
   * jsonb as text, json it has parsed.
   */
  async eventsAfter(
    db: Knex,
    { roomId, after, limit }: { roomId: number; after: number; limit: number },
  ): Promise<StoredEvent[]> {
    const { rows } = await db.raw<{ rows: StoredEvent[] }>(
      `select cast(event_seq as double precision) as "eventSeq", type, message_id as "messageId",
              actor_id as "actorId", cast(details as json) as details, created_at as "createdAt"
         from (
           (select event_seq, 'message' as type, id as message_id, author_id as actor_id,
                   cast('{}' as jsonb) as details, created_at
              from chat_messages
             where room_id = :roomId and event_seq > :after
             order by event_seq
             limit :limit)
           union all
           (select event_seq, type, message_id, actor_id, details, created_at
              from chat_events
             where room_id = :roomId and event_seq > :after
             order by event_seq
             limit :limit)
         ) as happened
        order by event_seq
        limit :limit`,
      { roomId, after, limit },
    );
    return rows;
  },
};

export type MessageRows = typeof messageRows;
