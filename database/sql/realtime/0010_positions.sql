-- Where people were, as their devices say. A table and not a content type: thousands of rows a second
-- pass no Document Service, nobody edits them, and who may see one depends on the moment it was
-- recorded. Everything goes with its person.
--
-- There is no table of newest positions: the newest is the end of the primary key, so that what comes
-- late can never take its place, and writers meet at no row.
create table location_positions (
  user_id integer not null references up_users (id) on delete cascade,
  -- By the clock of the device, when it found out where it was.
  recorded_at timestamptz not null,
  -- Of location_devices; 0 for what a signed-in client sent. No reference: devices are revoked and go
  -- with their person only.
  device_id integer not null default 0,
  -- By the clock of the device, when it sent it; null when it did not say.
  sent_at timestamptz,
  -- By our clock.
  received_at timestamptz not null,
  lon double precision not null check (lon between -180 and 180),
  lat double precision not null check (lat between -90 and 90),
  accuracy_meters real,
  altitude_meters real,
  speed_mps real,
  heading_degrees real,
  battery_percent real,
  -- The device says that somebody made it up.
  is_mock boolean not null default false,
  -- A device is at one place at a moment: what comes again is known by this. Serves tracks and the
  -- newest position of a person as well.
  primary key (user_id, recorded_at, device_id)
);
-- What is kept no longer. Rows come in nearly that order, so that a few pages of this do.
create index location_positions_age on location_positions using brin (recorded_at);
