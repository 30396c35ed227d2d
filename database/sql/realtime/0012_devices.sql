-- Phones and trackers that send positions of a person with a token of their own.
create table location_devices (
  id integer generated always as identity primary key,
  public_id uuid not null unique,
  user_id integer not null references up_users (id) on delete cascade,
  name text not null,
  -- SHA-256 of the token; 130 random bits need no slower hash.
  token_hash bytea not null unique,
  -- What this device sends is seen in this room alone, when there is one.
  room_id bigint references chat_rooms (id) on delete cascade,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz
);
-- The devices of a person.
create index location_devices_person on location_devices (user_id);
