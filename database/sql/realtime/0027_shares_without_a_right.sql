-- Who belongs to a room without a membership, as the mentor of a group or by an administrator's role,
-- shares nothing with it from the moment on that they are it no more; as those who leave (0026). At the
-- end of the transaction, since one link may be taken and another be made in it. The rules are those of
-- src/access/rooms.
create function location_shares_end_lost(person integer) returns void
language sql as $$
  update location_shares as share
     set stopped_at = clock_timestamp()
    from chat_rooms as room, up_users as sharer
   where share.user_id = person
     and sharer.id = person
     and room.id = share.room_id
     and share.stopped_at is null
     and share.ends_at > clock_timestamp()
     and not exists (select 1
                       from up_users_role_lnk as link
                       join up_roles as role on role.id = link.role_id
                      where link.user_id = person and role.type = 'admin')
     and case room.kind
           when 'group' then
             not exists (select 1 from group_memberships as membership
                          where membership.user_document_id = sharer.document_id
                            and membership.group_document_id = room.owner_id)
             and not exists (select 1
                               from groups as led
                               join groups_mentor_lnk as link on link.group_id = led.id
                              where led.document_id = room.owner_id and link.user_id = person)
           when 'event' then
             not exists (select 1 from event_registrations as registration
                          where registration.user_document_id = sharer.document_id
                            and registration.event_document_id = room.owner_id
                            and registration.registration_status = 'registered')
           else false
         end;
$$;

create function location_shares_follow_link() returns trigger
language plpgsql as $$
begin
  perform location_shares_end_lost(old.user_id);
  return null;
end
$$;
create constraint trigger location_shares_follow_mentor
  after delete on groups_mentor_lnk
  deferrable initially deferred
  for each row execute function location_shares_follow_link();
create constraint trigger location_shares_follow_mentor_before
  after update on groups_mentor_lnk
  deferrable initially deferred
  for each row
  when (old.user_id is distinct from new.user_id or old.group_id is distinct from new.group_id)
  execute function location_shares_follow_link();
create constraint trigger location_shares_follow_role
  after delete on up_users_role_lnk
  deferrable initially deferred
  for each row execute function location_shares_follow_link();
create constraint trigger location_shares_follow_role_before
  after update on up_users_role_lnk
  deferrable initially deferred
  for each row
  when (old.user_id is distinct from new.user_id or old.role_id is distinct from new.role_id)
  execute function location_shares_follow_link();
