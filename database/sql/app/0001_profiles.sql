-- A person has one profile at most; the way from a person to their profile takes this index too.
create unique index if not exists profiles_user_key on profiles_user_lnk (user_id);

-- A profile goes with its person, whoever deletes them: nobody could find it any more.
create or replace function profiles_follow_person() returns trigger
language plpgsql as $$
begin
  delete from profiles
   where id in (select profile_id from profiles_user_lnk where user_id = old.id);
  return old;
end
$$;
create or replace trigger profiles_follow_person
  before delete on up_users
  for each row execute function profiles_follow_person();
