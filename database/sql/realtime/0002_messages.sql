create table chat_messages (
  id uuid primary key,
  room_id bigint not null references chat_rooms (id) on delete cascade,
  -- Its own event, the first about it.
  event_seq bigint not null,
  -- Made by the client for each message, so that one sent again is the same.
  client_id uuid not null,
  -- Null when the person has left.
  author_id integer references up_users (id) on delete set null,
  -- Empty when the message was deleted.
  text text not null,
  reply_to uuid references chat_messages (id) on delete set null,
  -- documentIds of people, and `room` for everybody.
  mentions text[] not null default '{}',
  created_at timestamptz not null,
  edited_at timestamptz,
  deleted_at timestamptz,
  -- By whoever looks after the room.
  hidden_at timestamptz,
  words tsvector generated always as (to_tsvector(cast('simple' as regconfig), text)) stored,
  -- History, in order and from any position.
  unique (room_id, event_seq),
  -- A message that is sent again; null authors differ.
  unique (room_id, author_id, client_id)
);
-- Search.
create index chat_messages_words on chat_messages using gin (words);
-- A person who leaves.
create index chat_messages_author on chat_messages (author_id);
-- A message that goes and was replied to.
create index chat_messages_reply on chat_messages (reply_to) where reply_to is not null;

-- Lasting changes other than a new message, which is its own event. Texts are in the messages alone:
-- who reads an old event is told what the message is now, so that what was deleted is nowhere.
create table chat_events (
  room_id bigint not null references chat_rooms (id) on delete cascade,
  event_seq bigint not null,
  type text not null check (type in ('edit', 'delete', 'reaction', 'moderation')),
  message_id uuid references chat_messages (id) on delete cascade,
  actor_id integer references up_users (id) on delete set null,
  details jsonb not null default '{}',
  created_at timestamptz not null,
  primary key (room_id, event_seq)
);
-- A message that goes, and a person who leaves.
create index chat_events_message on chat_events (message_id);
create index chat_events_actor on chat_events (actor_id);

create table chat_attachments (
  message_id uuid not null references chat_messages (id) on delete cascade,
  position integer not null,
  file_id integer not null references files (id),
  primary key (message_id, position)
);
-- Whether a file is used.
create index chat_attachments_file on chat_attachments (file_id);

create table chat_reactions (
  message_id uuid not null references chat_messages (id) on delete cascade,
  emoji text not null,
  user_id integer not null references up_users (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (message_id, emoji, user_id)
);
-- A person who leaves.
create index chat_reactions_person on chat_reactions (user_id);
