-- A mail that was asked for, and what its link and code prove. Secrets are kept as keyed hashes.
create table accounts_flows (
  id uuid primary key,
  purpose text not null check (
    purpose in ('sign-in', 'verify-email', 'password-reset', 'email-change', 'email-change-undo')
  ),
  -- Lower case. For an address that has no account too, so that both take the same way.
  email text not null,
  user_id integer references up_users (id) on delete cascade,
  token_hash bytea not null,
  code_hash bytea,
  -- Hash of the secret in the cookie of the browser that asked.
  browser_hash bytea,
  attempts integer not null default 0,
  -- What the proof is to bring about: details of a registration, the new address of a change.
  details jsonb not null default '{}',
  redirect_to text,
  address text not null,
  device text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  consumed_at timestamptz,
  -- A newer request of the same purpose took its place, or the account changed under it.
  retired_at timestamptz
);
-- The live flow of an address and purpose; there is one at most.
create unique index accounts_flows_live on accounts_flows (purpose, email)
  where consumed_at is null and retired_at is null;
-- Retiring what an account has asked for.
create index accounts_flows_user on accounts_flows (user_id);
-- Clean-up.
create index accounts_flows_expiry on accounts_flows (expires_at);
