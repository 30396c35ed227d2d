-- What an account of the panel decided, which is no person here. No reference: who decided is
-- remembered also when the account is gone.
alter table chat_events add column panel_account integer;
alter table chat_reports
  add column panel_account integer,
  -- What became of the message; null while the report is open, and for what was decided before this.
  add column resolution text check (resolution in ('hide', 'show', 'close'));
-- What was decided, newest first. A report that was closed changed nothing in its room and is no event.
create index chat_events_decided on chat_events (created_at desc) where type = 'moderation';
create index chat_reports_closed on chat_reports (resolved_at desc) where resolution = 'close';
-- Rooms in which somebody may not write for a while.
create index chat_members_muted on chat_members (room_id) where muted_until is not null;
-- One open report of each person about each message. Who reported what was edited afterwards may do so
-- again.
alter table chat_reports drop constraint chat_reports_message_id_reporter_id_key;
create unique index chat_reports_once on chat_reports (message_id, reporter_id)
  where resolved_at is null;
-- What a person reported of a message, and a message that goes.
create index chat_reports_message on chat_reports (message_id, reporter_id);
