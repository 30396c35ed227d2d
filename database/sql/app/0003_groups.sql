create unique index if not exists groups_document_key on groups (document_id);
create unique index if not exists groups_code_key on groups (code);

-- One row: the highest number that a BTF code had. Whoever makes a group holds it until they commit,
-- so that no two groups are given the same next number.
create table if not exists group_code_counter (
  only_row boolean primary key default true check (only_row),
  highest integer not null default 0
);
insert into group_code_counter default values on conflict do nothing;

-- A code that was given is kept in upper case; without one a group gets the next (BTF001, BTF002, ...,
-- BTF999, BTF1000).
create or replace function groups_take_code() returns trigger
language plpgsql as $$
declare
  given text := upper(btrim(coalesce(new.code, '')));
  number integer := cast(substring(given from '^BTF(\d{1,8})$') as integer);
begin
  if tg_op = 'UPDATE' and given = '' then
    new.code := old.code;
    return new;
  end if;
  if given = '' then
    update group_code_counter set highest = highest + 1 returning highest into number;
    given := 'BTF' || lpad(cast(number as text), greatest(3, length(cast(number as text))), '0');
  elsif number is not null then
    update group_code_counter set highest = greatest(highest, number);
  end if;
  new.code := given;
  return new;
end
$$;
create or replace trigger groups_take_code
  before insert or update of code on groups
  for each row execute function groups_take_code();

-- What a group has goes with it, whoever deletes it. Memberships follow by their foreign key.
create or replace function groups_take_along() returns trigger
language plpgsql as $$
begin
  delete from tasks where id in (select task_id from tasks_group_lnk where group_id = old.id);
  delete from milestones
   where id in (select milestone_id from milestones_group_lnk where group_id = old.id);
  return old;
end
$$;
create or replace trigger groups_take_along
  before delete on groups
  for each row execute function groups_take_along();

-- Strapi keeps relations in link tables, where nothing can be unique over two of them. The link tables
-- lead, these two columns follow. They also are the way from a person to their groups.
create unique index if not exists group_memberships_person_key
    on group_memberships (user_document_id, group_document_id);
-- From a group to its people.
create index if not exists group_memberships_group_idx on group_memberships (group_document_id);
alter table group_memberships
  add constraint group_memberships_group_fkey
      foreign key (group_document_id) references groups (document_id) on delete cascade,
  add constraint group_memberships_user_fkey
      foreign key (user_document_id) references up_users (document_id) on delete cascade;

create or replace function group_memberships_follow_group() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    update group_memberships
       set group_document_id = null
     where id = old.group_membership_id
       and group_document_id = (select document_id from groups where id = old.group_id);
    return old;
  end if;
  update group_memberships
     set group_document_id = (select document_id from groups where id = new.group_id)
   where id = new.group_membership_id;
  return new;
end
$$;
create or replace trigger group_memberships_follow_group
  after insert or update or delete on group_memberships_group_lnk
  for each row execute function group_memberships_follow_group();

create or replace function group_memberships_follow_user() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    update group_memberships
       set user_document_id = null
     where id = old.group_membership_id
       and user_document_id = (select document_id from up_users where id = old.user_id);
    return old;
  end if;
  update group_memberships
     set user_document_id = (select document_id from up_users where id = new.user_id)
   where id = new.group_membership_id;
  return new;
end
$$;
create or replace trigger group_memberships_follow_user
  after insert or update or delete on group_memberships_user_lnk
  for each row execute function group_memberships_follow_user();

-- What editors see of a membership where it is listed or related.
create or replace function group_memberships_take_label() returns trigger
language plpgsql as $$
begin
  new.label := concat_ws(
    ' · ',
    (select concat(person.name, ' (', person.role, ')')
       from people as person
      where person.document_id = new.user_document_id),
    (select code from groups where document_id = new.group_document_id)
  );
  return new;
end
$$;
create or replace trigger group_memberships_take_label
  before insert or update on group_memberships
  for each row execute function group_memberships_take_label();

create or replace function groups_rename_memberships() returns trigger
language plpgsql as $$
begin
  update group_memberships set label = '' where group_document_id = new.document_id;
  return new;
end
$$;
create or replace trigger groups_rename_memberships
  after update of code on groups
  for each row when (old.code is distinct from new.code)
  execute function groups_rename_memberships();
