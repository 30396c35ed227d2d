-- Who lets which room see them, and for how long. What was recorded from the start to the end stays
-- visible to the room until the row is deleted; nothing from before or after is.
create table location_shares (
  id uuid primary key,
  user_id integer not null references up_users (id) on delete cascade,
  room_id bigint not null references chat_rooms (id) on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at >= starts_at),
  -- Ended by the person before its time.
  stopped_at timestamptz
);
-- Who shares in a room, and what a person shares.
create index location_shares_room on location_shares (room_id, ends_at);
create index location_shares_person on location_shares (user_id, ends_at);

-- Places around which others see nothing of a person.
create table location_zones (
  id uuid primary key,
  user_id integer not null references up_users (id) on delete cascade,
  name text not null,
  lon double precision not null check (lon between -180 and 180),
  lat double precision not null check (lat between -90 and 90),
  radius_meters real not null check (radius_meters > 0),
  created_at timestamptz not null default now()
);
-- The zones of a person.
create index location_zones_person on location_zones (user_id);
