-- Names come from two tables, so no index of either can sort people by them or search in them. This
-- one follows both. It holds what the view "people" says, and nothing that is kept nowhere else.
create table if not exists people_names (
  user_id integer primary key references up_users (id) on delete cascade,
  name text not null,
  sort_name text not null,
  -- Name, username and address, a line each, in lower case.
  search_text text not null
);
-- The console's list in the order of names.
create index if not exists people_names_sort_idx on people_names (sort_name, user_id);
-- Parts of names and addresses.
create index if not exists people_names_search_idx on people_names using gin (search_text gin_trgm_ops);
-- The console's list in the order of accounts and of last sign-ins; who never did comes before all.
create index if not exists up_users_created_idx
    on up_users (coalesce(created_at, cast('-infinity' as timestamp)), id);
create index if not exists up_users_last_sign_in_idx
    on up_users (coalesce(last_sign_in_at, cast('-infinity' as timestamp)), id);

create or replace view people_names_now as
select user_id, name, lower(name) as sort_name,
       lower(concat_ws(E'\n', name, username, email)) as search_text
  from (select account.id as user_id, account.username, account.email,
               coalesce(
                 (select nullif(btrim(concat_ws(' ', profile.first_name, profile.last_name)), '')
                    from profiles_user_lnk as link
                    join profiles as profile on profile.id = link.profile_id
                   where link.user_id = account.id
                   limit 1),
                 account.username
               ) as name
          from up_users as account) as named;

create or replace function people_names_renew(person_id integer) returns void
language sql as $$
  update people_names as kept
     set name = fresh.name, sort_name = fresh.sort_name, search_text = fresh.search_text
    from people_names_now as fresh
   where kept.user_id = person_id and fresh.user_id = person_id;
$$;

-- Whole statements at once, so that an import pays for it once and not for each person.
create or replace function people_names_add() returns trigger
language plpgsql as $$
begin
  insert into people_names (user_id, name, sort_name, search_text)
  select fresh.user_id, fresh.name, fresh.sort_name, fresh.search_text
    from people_names_now as fresh
    join added on added.id = fresh.user_id
  on conflict (user_id) do nothing;
  return null;
end
$$;
create or replace trigger people_names_add
  after insert on up_users
  referencing new table as added
  for each statement execute function people_names_add();

create or replace function people_names_take_profiles() returns trigger
language plpgsql as $$
begin
  update people_names as kept
     set name = fresh.name, sort_name = fresh.sort_name, search_text = fresh.search_text
    from people_names_now as fresh
    join added on added.user_id = fresh.user_id
   where kept.user_id = fresh.user_id;
  return null;
end
$$;
create or replace trigger people_names_take_profiles
  after insert on profiles_user_lnk
  referencing new table as added
  for each statement execute function people_names_take_profiles();

create or replace function people_names_follow_link() returns trigger
language plpgsql as $$
begin
  perform people_names_renew(old.user_id);
  if tg_op = 'UPDATE' then perform people_names_renew(new.user_id); end if;
  return null;
end
$$;
create or replace trigger people_names_follow_link
  after update or delete on profiles_user_lnk
  for each row execute function people_names_follow_link();

create or replace function people_names_follow_account() returns trigger
language plpgsql as $$
begin
  perform people_names_renew(new.id);
  return null;
end
$$;
create or replace trigger people_names_follow_account
  after update of username, email on up_users
  for each row
  when ((old.username, old.email) is distinct from (new.username, new.email))
  execute function people_names_follow_account();

create or replace function people_names_follow_profile() returns trigger
language plpgsql as $$
begin
  perform people_names_renew(link.user_id)
     from profiles_user_lnk as link
    where link.profile_id = new.id;
  return null;
end
$$;
create or replace trigger people_names_follow_profile
  after update of first_name, last_name on profiles
  for each row
  when ((old.first_name, old.last_name) is distinct from (new.first_name, new.last_name))
  execute function people_names_follow_profile();

insert into people_names (user_id, name, sort_name, search_text)
select user_id, name, sort_name, search_text from people_names_now
on conflict (user_id) do nothing;
