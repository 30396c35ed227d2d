import type { Knex } from 'knex';
import type { ReportRow } from './moderation';

/** Reports of one message that are shown; the others are counted. */
const MOST_REPORTS_SHOWN = 20;
const NEIGHBOURS = 3;
const MOST_MUTED = 500;

export interface OpenCase {
  messageId: string;
  firstReportId: number;
}
export interface CountedReport extends ReportRow {
  count: number;
}
export interface RoomState {
  id: number;
  kind: string;
  ownerId: string;
  slowModeSeconds: number;
}
export interface MutedPerson {
  roomId: number;
  userId: number;
  until: Date;
}
export interface DecisionRow {
  /** Since 1970, which is its place in the list. */
  micros: number;
  at: Date;
  kind: string;
  ownerId: string;
  details: Record<string, unknown>;
  actorId: number | null;
  panelAccount: number | null;
  panelName: string | null;
  /** The author of the message, or who was muted. */
  personId: number | null;
}

const ROOM = `cast(room.id as double precision) as id, room.kind, room.owner_id as "ownerId",
  room.slow_mode_seconds as "slowModeSeconds"`;

/** What the panel reads of all rooms. */
export const panelRows = {
  /** Messages with open reports, those that wait longest first. Relies on chat_reports_open. */
  async openCases(
    db: Knex,
    { after, limit }: { after: number; limit: number },
  ): Promise<OpenCase[]> {
    const { rows } = await db.raw<{ rows: OpenCase[] }>(
      `select message_id as "messageId", cast(min(id) as double precision) as "firstReportId"
         from chat_reports
        where resolved_at is null
        group by message_id
       having min(id) > :after
        order by min(id)
        limit :limit`,
      { after, limit },
    );
    return rows;
  },

  /** The first open reports of each message, oldest first. */
  async reportsOf(db: Knex, messageIds: readonly string[]): Promise<CountedReport[]> {
    const { rows } = await db.raw<{ rows: CountedReport[] }>(
      `select cast(id as double precision) as id, message_id as "messageId",
              reporter_id as "reporterId", reason, created_at as "createdAt", count
         from (select report.*,
                      cast(count(*) over (partition by message_id) as integer) as count,
                      row_number() over (partition by message_id order by id) as place
                 from chat_reports as report
                where resolved_at is null and message_id = any(:messageIds)) as open
        where place <= ${MOST_REPORTS_SHOWN}
        order by id`,
      { messageIds: [...messageIds] },
    );
    return rows;
  },

  /** Ids of what was said just before and after each message, in order. */
  async neighboursOf(
    db: Knex,
    messageIds: readonly string[],
  ): Promise<{ of: string; id: string; isBefore: boolean }[]> {
    const { rows } = await db.raw<{ rows: { of: string; id: string; isBefore: boolean }[] }>(
      `select reported.id as "of", near.id, near.event_seq < reported.event_seq as "isBefore"
         from chat_messages as reported
        cross join lateral (
          (select id, event_seq from chat_messages
            where room_id = reported.room_id and event_seq < reported.event_seq
            order by event_seq desc limit ${NEIGHBOURS})
          union all
          (select id, event_seq from chat_messages
            where room_id = reported.room_id and event_seq > reported.event_seq
            order by event_seq limit ${NEIGHBOURS})
        ) as near
        where reported.id = any(:messageIds)
        order by near.event_seq`,
      { messageIds: [...messageIds] },
    );
    return rows;
  },

  async rooms(db: Knex, ids: readonly number[]): Promise<RoomState[]> {
    const { rows } = await db.raw<{ rows: RoomState[] }>(
      `select ${ROOM} from chat_rooms as room where room.id = any(:ids)`,
      { ids: [...ids] },
    );
    return rows;
  },

  /** Rooms in slow mode or with somebody muted, newest first. Relies on chat_members_muted. */
  async roomsInForce(
    db: Knex,
    { before, limit }: { before: number; limit: number },
  ): Promise<RoomState[]> {
    const { rows } = await db.raw<{ rows: RoomState[] }>(
      `select ${ROOM}
         from chat_rooms as room
        where room.id < :before
          and (room.slow_mode_seconds > 0
               or exists (select 1 from chat_members as member
                           where member.room_id = room.id and member.muted_until > now()))
        order by room.id desc
        limit :limit`,
      { before, limit },
    );
    return rows;
  },

  /** Who may not write now, in any of these rooms. */
  async mutedIn(db: Knex, roomIds: readonly number[]): Promise<MutedPerson[]> {
    const { rows } = await db.raw<{ rows: MutedPerson[] }>(
      `select cast(room_id as double precision) as "roomId", user_id as "userId",
              muted_until as until
         from chat_members
        where room_id = any(:roomIds) and muted_until > now()
        order by muted_until
        limit ${MOST_MUTED}`,
      { roomIds: [...roomIds] },
    );
    return rows;
  },

  /**
   * What was decided, newest first. Relies on chat_events_decided and chat_reports_closed.
   * @param before microseconds since 1970
   */
  async decisions(
    db: Knex,
    { before, limit }: { before: number; limit: number },
  ): Promise<DecisionRow[]> {
    const { rows } = await db.raw<{ rows: DecisionRow[] }>(
      `select cast(extract(epoch from decided.at) * 1000000 as double precision) as micros,
              decided.at, room.kind, room.owner_id as "ownerId", cast(decided.details as json) as details,
              decided.actor_id as "actorId", decided.panel_account as "panelAccount",
              coalesce(nullif(trim(concat_ws(' ', account.firstname, account.lastname)), ''),
                       account.username) as "panelName",
              coalesce(muted.id, message.author_id) as "personId"
         from (
           (select created_at as at, room_id, details, message_id, actor_id, panel_account
              from chat_events
             where type = 'moderation'
               and created_at < timestamptz 'epoch' + :before * interval '1 microsecond'
             order by created_at desc
             limit :limit)
           union all
           (select distinct report.resolved_at, reported.room_id,
                   cast('{"action": "close"}' as jsonb), report.message_id, report.resolved_by,
                   report.panel_account
              from chat_reports as report
              join chat_messages as reported on reported.id = report.message_id
             where report.resolution = 'close'
               and report.resolved_at < timestamptz 'epoch' + :before * interval '1 microsecond'
             order by report.resolved_at desc
             limit :limit)
         ) as decided
         join chat_rooms as room on room.id = decided.room_id
         left join chat_messages as message on message.id = decided.message_id
         left join up_users as muted on muted.document_id = decided.details ->> 'person'
         left join admin_users as account on account.id = decided.panel_account
        order by decided.at desc
        limit :limit`,
      { before, limit },
    );
    return rows;
  },
};

export type PanelRows = typeof panelRows;
