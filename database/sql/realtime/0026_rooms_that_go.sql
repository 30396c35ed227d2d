-- A device that is bound to a room goes on being bound to it when the room goes: what it sent is then
-- for nobody. Were its row deleted, other rooms would see what was not for them.
alter table location_devices drop constraint location_devices_room_id_fkey;
-- The devices of a room that goes.
create index location_devices_room on location_devices (room_id) where room_id is not null;

create function location_devices_revoke_of_room() returns trigger language plpgsql as $$
begin
  update location_devices
     set revoked_at = now()
   where room_id = old.id and revoked_at is null;
  return old;
end
$$;

create trigger location_devices_of_room after delete on chat_rooms
  for each row execute function location_devices_revoke_of_room();

-- Who belongs to a room no more shares nothing with it from that moment on, and does not begin again by
-- coming back: what they record in between is not for the room. The app calls it where people leave.
create function location_shares_end(person text, room_kind text, owner text) returns void
language sql as $$
  update location_shares
     set stopped_at = clock_timestamp()
   where user_id = (select id from up_users where document_id = person)
     and room_id = (select id from chat_rooms where kind = room_kind and owner_id = owner)
     and stopped_at is null
     and ends_at > clock_timestamp();
$$;
