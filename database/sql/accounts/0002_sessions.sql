-- A sign-in on one device. Its refresh tokens are one family: when one is used twice, all end.
create table accounts_sessions (
  id uuid primary key,
  user_id integer not null references up_users (id) on delete cascade,
  transport text not null check (transport in ('cookie', 'token')),
  -- How the person proved who they are: link, code, password, verification.
  method text not null,
  address text not null,
  -- Browser and system as people know them, such as "Firefox on Windows".
  device text not null,
  created_at timestamptz not null default now(),
  -- The last proof; changes of password and address ask for one of the last five minutes.
  authenticated_at timestamptz not null default now(),
  last_used_at timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text
);
-- The sessions of a person, for the list, and to end them all.
create index accounts_sessions_live on accounts_sessions (user_id) where ended_at is null;
-- Clean-up of what has been over for long.
create index accounts_sessions_over
  on accounts_sessions (least(expires_at, idle_expires_at, ended_at));

-- Every refresh token that was given out, as a keyed hash. The newest of a session has no replaced_at.
create table accounts_refresh_tokens (
  hash bytea primary key,
  session_id uuid not null references accounts_sessions (id) on delete cascade,
  issued_at timestamptz not null default now(),
  replaced_at timestamptz
);
-- Deleting a session, and finding its newest token.
create index accounts_refresh_tokens_session on accounts_refresh_tokens (session_id, issued_at);

-- Whoever changes a password, an address or suspends a person (REST, panel or SQL) ends their
-- sessions. A hash that is only renewed on sign-in says so in password_upgraded_at.
create or replace function accounts_end_sessions() returns trigger
language plpgsql as $$
begin
  update accounts_sessions
     set ended_at = now(),
         end_reason = case
           when new.account_status is distinct from old.account_status then 'status-changed'
           when lower(new.email) is distinct from lower(old.email) then 'email-changed'
           else 'password-changed'
         end
   where user_id = new.id and ended_at is null;
  return null;
end
$$;
create or replace trigger accounts_end_sessions
  after update of password, email, account_status on up_users
  for each row
  when (
    (new.account_status is distinct from old.account_status and new.account_status <> 'active')
    or lower(new.email) is distinct from lower(old.email)
    or (
      new.password is distinct from old.password
      and new.password_upgraded_at is not distinct from old.password_upgraded_at
    )
  )
  execute function accounts_end_sessions();
