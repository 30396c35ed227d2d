-- A message may be kept no more while newer events about it are: they must stay, or there were gaps.
alter table chat_events
  drop constraint chat_events_message_id_fkey,
  add constraint chat_events_message_id_fkey
      foreign key (message_id) references chat_messages (id) on delete set null;

-- What members find wrong, until somebody who looks after the room has seen to it.
create table chat_reports (
  id bigint generated always as identity primary key,
  message_id uuid not null references chat_messages (id) on delete cascade,
  reporter_id integer references up_users (id) on delete set null,
  reason text not null,
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  resolved_by integer references up_users (id) on delete set null,
  unique (message_id, reporter_id)
);
-- What is still to be seen to.
create index chat_reports_open on chat_reports (message_id) where resolved_at is null;
-- A person who leaves.
create index chat_reports_reporter on chat_reports (reporter_id);
create index chat_reports_resolver on chat_reports (resolved_by) where resolved_by is not null;
