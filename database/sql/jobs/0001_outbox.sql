-- Mails to send. What they say is encrypted until they are sent, and erased then.
create table jobs_outbox (
  id uuid primary key,
  kind text not null,
  sealed bytea,
  state text not null default 'queued' check (
    state in ('queued', 'sending', 'sent', 'expired', 'failed')
  ),
  attempts integer not null default 0,
  -- What the mail server said last.
  last_error text,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  sent_at timestamptz
);
-- How many left within the hour, and clean-up.
create index jobs_outbox_sent on jobs_outbox (sent_at);
create index jobs_outbox_created on jobs_outbox (created_at);
