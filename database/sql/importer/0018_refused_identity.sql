-- Of which dataset a refused record is, where it says so, and whether it says which record it is.
alter table importer_rejected add column dataset_key text;
alter table importer_rejected add column is_identified boolean not null default true;

-- Query: refused records that may be any of those that a run misses (withdrawals.findMissing).
create index importer_rejected_unread_idx on importer_rejected (run_id) where not is_identified;

-- The keys under which a refused record may be stored: it is still at its provider, though it cannot
-- be read, and so is nothing to withdraw.
create table importer_refused_keys (
  run_id bigint not null references importer_runs (id) on delete cascade,
  dataset_key text not null,
  record_key text not null,
  -- Query: is this stored occurrence one that was refused (withdrawals.findMissing).
  primary key (run_id, dataset_key, record_key)
);
