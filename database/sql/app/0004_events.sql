-- One registration per person and event; also the way from a person to theirs.
create unique index if not exists event_registrations_person_key
    on event_registrations (user_document_id, event_document_id);
-- Counts of an event, and its waiting list in order.
create index if not exists event_registrations_event_idx
    on event_registrations (event_document_id, registration_status, id);
-- Both versions of an event, by the identity that registrations know.
create index if not exists events_document_idx on events (document_id);
alter table event_registrations
  add constraint event_registrations_user_fkey
      foreign key (user_document_id) references up_users (document_id) on delete cascade;

-- When somebody who moved up was sent the mail that says so; null while that is to be done.
alter table event_registrations add column if not exists promotion_told_at timestamp(6);
-- Who is still to be told.
create index if not exists event_registrations_untold_idx
    on event_registrations (id) where promoted_at is not null and promotion_told_at is null;

-- The last line behind the rules of the app, for whatever writes events.
alter table events
  add constraint events_time_check check (ends_at > starts_at),
  add constraint events_position_check
      check ((decimal_latitude is null) = (decimal_longitude is null));

-- An event has a draft and a published row, which come and go as it is published; what follows it is
-- its documentId. Links that go are therefore no news.
create or replace function event_registrations_follow_event() returns trigger
language plpgsql as $$
begin
  update event_registrations
     set event_document_id = (select document_id from events where id = new.event_id)
   where id = new.event_registration_id
     and event_document_id is distinct from (select document_id from events where id = new.event_id);
  return new;
end
$$;
create or replace trigger event_registrations_follow_event
  after insert or update on event_registrations_event_lnk
  for each row execute function event_registrations_follow_event();

create or replace function event_registrations_follow_user() returns trigger
language plpgsql as $$
begin
  update event_registrations
     set user_document_id = (select document_id from up_users where id = new.user_id)
   where id = new.event_registration_id
     and user_document_id is distinct from (select document_id from up_users where id = new.user_id);
  return new;
end
$$;
create or replace trigger event_registrations_follow_user
  after insert or update on event_registrations_user_lnk
  for each row execute function event_registrations_follow_user();

-- What editors see of a registration where it is listed or related.
create or replace function event_registrations_take_label() returns trigger
language plpgsql as $$
begin
  new.label := concat_ws(
    ' · ',
    (select name from people where document_id = new.user_document_id),
    (select title from events where document_id = new.event_document_id order by id desc limit 1)
  );
  return new;
end
$$;
create or replace trigger event_registrations_take_label
  before insert or update on event_registrations
  for each row execute function event_registrations_take_label();

-- Whoever changes who comes to an event holds its rows from here on until the transaction ends.
create or replace function events_hold(event_key text) returns void
language sql as $$
  select id from events where document_id = event_key order by id for no key update;
$$;

-- Gives free places to those who wait longest. The published version says how many there are.
create or replace function events_move_up(event_key text) returns void
language plpgsql as $$
declare
  free_places integer;
begin
  perform events_hold(event_key);
  select coalesce(capacity, 2147483647) -
         (select count(*)
            from event_registrations
           where event_document_id = event_key and registration_status = 'registered')
    into free_places
    from events
   where document_id = event_key and published_at is not null
   limit 1;
  if free_places is null or free_places <= 0 then return; end if;
  -- A row that goes away while it is waited for is passed over: the lock comes before the limit.
  with next as materialized (
    select id
      from event_registrations
     where event_document_id = event_key and registration_status = 'waiting'
     order by id
     limit free_places
       for no key update
  )
  update event_registrations as registration
     set registration_status = 'registered', promoted_at = now() at time zone 'utc',
         promotion_told_at = null, updated_at = now() at time zone 'utc'
    from next
   where registration.id = next.id;
end
$$;

create or replace function event_registrations_free_place() returns trigger
language plpgsql as $$
begin
  perform events_move_up(old.event_document_id);
  return old;
end
$$;
create or replace trigger event_registrations_free_place
  after delete on event_registrations
  for each row when (old.registration_status = 'registered')
  execute function event_registrations_free_place();

create or replace function events_add_places() returns trigger
language plpgsql as $$
begin
  perform events_move_up(new.document_id);
  return new;
end
$$;
create or replace trigger events_add_places
  after insert or update of capacity, published_at on events
  for each row when (new.published_at is not null)
  execute function events_add_places();

-- Registrations go with their event, once neither version of it is left.
create or replace function events_take_along() returns trigger
language plpgsql as $$
begin
  if not exists (select 1 from events where document_id = old.document_id) then
    delete from event_registrations where event_document_id = old.document_id;
  end if;
  return null;
end
$$;
create constraint trigger events_take_along
  after delete on events
  deferrable initially deferred
  for each row execute function events_take_along();

-- The labels of memberships and registrations follow the name of their person.
create or replace function people_relabel(person_key text) returns void
language sql as $$
  update group_memberships set label = '' where user_document_id = person_key;
  update event_registrations set label = '' where user_document_id = person_key;
$$;
create or replace function users_relabel() returns trigger
language plpgsql as $$
begin
  perform people_relabel(new.document_id);
  return new;
end
$$;
create or replace trigger users_relabel
  after update of username on up_users
  for each row when (old.username is distinct from new.username)
  execute function users_relabel();
create or replace function profiles_relabel() returns trigger
language plpgsql as $$
begin
  perform people_relabel(account.document_id)
     from profiles_user_lnk as link
     join up_users as account on account.id = link.user_id
    where link.profile_id = new.id;
  return new;
end
$$;
create or replace trigger profiles_relabel
  after update of first_name, last_name on profiles
  for each row
  when ((old.first_name, old.last_name) is distinct from (new.first_name, new.last_name))
  execute function profiles_relabel();
