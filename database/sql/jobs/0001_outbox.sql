-- Mails to send. What they say is encrypted until they are sent, and erased then.
create table jobs_outbox (
  id uuid primary key,
  kind text not null,
  sealed bytea,
  state text not null default 'queued' check (
    state in ('queued', 'sending', 'sent', 'expired', 'failed')
  ),
  -- How often sending was begun.
  attempts integer not null default 0,
  -- How the last try failed, without addresses.
  last_error text,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  -- The sender's last sign of life while it sends.
  claimed_at timestamptz,
  sent_at timestamptz,
  check (state not in ('sent', 'expired') or sealed is null)
);
-- How many left within the hour.
create index jobs_outbox_sent on jobs_outbox (sent_at);
-- How many are leaving now; few at any time.
create index jobs_outbox_claimed on jobs_outbox (claimed_at) where state = 'sending';
-- Clean-up.
create index jobs_outbox_created on jobs_outbox (created_at);
