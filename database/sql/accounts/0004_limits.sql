-- How often something was done within a window, by limit and key, shared by all instances.
-- Unlogged: counts live for minutes, every one of them is a write, and after a crash of the
-- database server they may start anew.
-- rate-limiter-flexible writes these columns by their order.
create unlogged table accounts_limits (
  key varchar(255) primary key,
  points integer not null default 0,
  -- Milliseconds since 1970, by the clock of the instances.
  expire bigint
);
-- Clean-up of windows that are over.
create index accounts_limits_expiry on accounts_limits (expire);
