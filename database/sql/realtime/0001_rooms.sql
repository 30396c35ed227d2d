-- A room of a group, an event or whatever else the app says rooms are for. What belongs to a room is
-- in tables and not in content types: positions in it are given out under the lock of its row, and
-- thousands of messages a second pass no Document Service.
create table chat_rooms (
  id bigint generated always as identity primary key,
  kind text not null,
  -- The documentId of what the room is of.
  owner_id text not null,
  -- The position of the newest lasting change. Whoever makes one holds this row until they commit, so
  -- that positions have no gaps and appear in their order.
  last_event_seq bigint not null default 0,
  -- What happened before this position is kept no more.
  first_event_seq bigint not null default 1,
  -- 0: everybody writes as they like.
  slow_mode_seconds integer not null default 0 check (slow_mode_seconds >= 0),
  created_at timestamptz not null default now(),
  unique (kind, owner_id)
);

-- How a person stands in a room. Only of those who did something there.
create table chat_members (
  room_id bigint not null references chat_rooms (id) on delete cascade,
  user_id integer not null references up_users (id) on delete cascade,
  last_read_seq bigint not null default 0,
  muted_until timestamptz,
  -- Kept in slow mode only.
  last_sent_at timestamptz,
  primary key (room_id, user_id)
);
-- A person who leaves.
create index chat_members_person on chat_members (user_id);
