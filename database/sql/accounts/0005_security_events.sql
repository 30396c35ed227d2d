-- What happened to accounts is written down once: nobody rewrites it, and only the retention job,
-- which says so for its own transaction, removes it.
create or replace function accounts_keep_security_events() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' and current_setting('accounts.security_event_retention', true) = 'on' then
    return old;
  end if;
  raise exception 'security events are append-only'
    using errcode = 'insufficient_privilege',
          hint = 'Old ones go by themselves, as SECURITY_EVENT_RETENTION_DAYS says.';
end
$$;
-- By row, because a foreign key of Strapi's runs an empty update here when a panel account goes.
create or replace trigger accounts_keep_security_events
  before update or delete on accounts_security_events
  for each row execute function accounts_keep_security_events();
create or replace trigger accounts_keep_all_security_events
  before truncate on accounts_security_events
  for each statement execute function accounts_keep_security_events();

-- Retention, and the panel's list, newest first.
create index if not exists accounts_security_events_created on accounts_security_events (created_at);
-- What happened to one account, newest first.
create index if not exists accounts_security_events_target on accounts_security_events (target_id, id);
