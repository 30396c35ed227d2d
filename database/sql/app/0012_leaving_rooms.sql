-- Who leaves a group, or gives up a place at an event, shares where they are with it no more; whoever
-- or whatever ends it. A membership loses its person or its group before its row goes.
create or replace function group_memberships_end_shares() returns trigger
language plpgsql as $$
begin
  perform location_shares_end(old.user_document_id, 'group', old.group_document_id);
  return null;
end
$$;
create or replace trigger group_memberships_end_shares
  after delete on group_memberships
  for each row execute function group_memberships_end_shares();
create or replace trigger group_memberships_end_shares_before
  after update on group_memberships
  for each row
  when (old.user_document_id is distinct from new.user_document_id
        or old.group_document_id is distinct from new.group_document_id)
  execute function group_memberships_end_shares();

create or replace function event_registrations_end_shares() returns trigger
language plpgsql as $$
begin
  perform location_shares_end(old.user_document_id, 'event', old.event_document_id);
  return null;
end
$$;
create or replace trigger event_registrations_end_shares
  after delete on event_registrations
  for each row execute function event_registrations_end_shares();
create or replace trigger event_registrations_end_shares_before
  after update on event_registrations
  for each row
  when (old.registration_status = 'registered'
        and (new.registration_status is distinct from old.registration_status
             or new.user_document_id is distinct from old.user_document_id
             or new.event_document_id is distinct from old.event_document_id))
  execute function event_registrations_end_shares();
