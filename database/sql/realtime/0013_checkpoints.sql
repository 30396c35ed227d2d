-- Circles on the map of a room: places that are passed in an order, and areas that one enters and
-- leaves. Who passed them when is no table: it follows from the positions, so that what arrives late
-- counts as if it had arrived in time.
create table location_checkpoints (
  id uuid primary key,
  room_id bigint not null references chat_rooms (id) on delete cascade,
  name text not null,
  -- In which order they are passed; null for areas that are in no race.
  turn integer check (turn > 0),
  lon double precision not null check (lon between -180 and 180),
  lat double precision not null check (lat between -90 and 90),
  radius_meters real not null check (radius_meters > 0),
  unique (room_id, turn)
);
-- The checkpoints of a room.
create index location_checkpoints_room on location_checkpoints (room_id);
