-- The room of a group goes with the group, that of an event with its last version; whoever deletes them.
create or replace function rooms_follow_group() returns trigger
language plpgsql as $$
begin
  delete from chat_rooms where kind = 'group' and owner_id = old.document_id;
  return null;
end
$$;
create or replace trigger rooms_follow_group
  after delete on groups
  for each row execute function rooms_follow_group();

create or replace function rooms_follow_event() returns trigger
language plpgsql as $$
begin
  delete from chat_rooms
   where kind = 'event' and owner_id = old.document_id
     and not exists (select 1 from events where document_id = old.document_id);
  return null;
end
$$;
create or replace trigger rooms_follow_event
  after delete on events
  for each row execute function rooms_follow_event();
