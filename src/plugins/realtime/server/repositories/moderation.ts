import type { Knex } from 'knex';
import type { Actor } from '../domain/actor';

/** What becomes of a message that was reported; `close` leaves it as it is. */
export type Resolution = 'hide' | 'show' | 'close';

export interface ReportRow {
  id: number;
  messageId: string;
  reporterId: number | null;
  reason: string;
  createdAt: Date;
}

const MOST_REPORTS = 200;

/** Reports, mutes and slow mode. */
export const moderationRows = {
  /**
   * One of each person about each message as it reads: a second one is the first, unless the message
   * was edited after that was seen to.
   */
  async report(
    db: Knex,
    { messageId, reporterId, reason }: { messageId: string; reporterId: number; reason: string },
  ): Promise<void> {
    await db.raw(
      `insert into chat_reports (message_id, reporter_id, reason)
       select message.id, :reporterId, :reason
         from chat_messages as message
        where message.id = :messageId
          and not exists (select 1 from chat_reports as known
                           where known.message_id = message.id and known.reporter_id = :reporterId
                             and known.resolved_at
                                   > coalesce(message.edited_at, cast('-infinity' as timestamptz)))
           on conflict (message_id, reporter_id) where resolved_at is null do nothing`,
      { messageId, reporterId, reason },
    );
  },

  /** Oldest first. Relies on chat_reports_open. */
  async openReports(db: Knex, roomId: number): Promise<ReportRow[]> {
    const { rows } = await db.raw<{ rows: ReportRow[] }>(
      `select cast(report.id as double precision) as id, report.message_id as "messageId",
              report.reporter_id as "reporterId", report.reason, report.created_at as "createdAt"
         from chat_reports as report
         join chat_messages as message on message.id = report.message_id
        where report.resolved_at is null and message.room_id = :roomId
        order by report.id
        limit ${MOST_REPORTS}`,
      { roomId },
    );
    return rows;
  },

  async resolveReports(
    trx: Knex,
    { messageId, by, resolution }: { messageId: string; by: Actor; resolution: Resolution },
  ): Promise<void> {
    await trx.raw(
      `update chat_reports
          set resolved_at = statement_timestamp(), resolution = :resolution,
              resolved_by = cast(:userId as integer), panel_account = cast(:panelAccount as integer)
        where message_id = :messageId and resolved_at is null`,
      { messageId, resolution, userId: by.userId, panelAccount: by.panelAccount ?? null },
    );
  },

  async personOf(db: Knex, documentId: string): Promise<number | undefined> {
    const { rows } = await db.raw<{ rows: { id: number }[] }>(
      'select id from up_users where document_id = :documentId',
      { documentId },
    );
    return rows[0]?.id;
  },

  /** Null lets them write again. */
  async mute(
    trx: Knex,
    { roomId, userId, until }: { roomId: number; userId: number; until: Date | null },
  ): Promise<void> {
    await trx.raw(
      `insert into chat_members (room_id, user_id, muted_until)
       values (:roomId, :userId, :until)
           on conflict (room_id, user_id) do update set muted_until = excluded.muted_until`,
      { roomId, userId, until },
    );
  },

  async mutedUntil(
    db: Knex,
    { roomId, userId }: { roomId: number; userId: number },
  ): Promise<Date | null> {
    const { rows } = await db.raw<{ rows: { until: Date }[] }>(
      `select muted_until as until
         from chat_members
        where room_id = :roomId and user_id = :userId and muted_until > clock_timestamp()`,
      { roomId, userId },
    );
    return rows[0]?.until ?? null;
  },

  async setSlowMode(
    trx: Knex,
    { roomId, seconds }: { roomId: number; seconds: number },
  ): Promise<boolean> {
    const { rows } = await trx.raw<{ rows: unknown[] }>(
      `update chat_rooms set slow_mode_seconds = :seconds
        where id = :roomId and slow_mode_seconds <> :seconds
       returning 1`,
      { roomId, seconds },
    );
    return rows.length > 0;
  },
};

export type ModerationRows = typeof moderationRows;
