-- Which state of a dataset a question has read to its end, withdrawals decided: what has another
-- `updated` at the provider since is read again.
create table importer_dataset_pulls (
  source text not null,
  question_key text not null,
  dataset_key text not null,
  -- As the provider said it then; null where it does not tell.
  updated_at_provider timestamptz,
  -- When the run began that read it.
  pulled_at timestamptz not null,
  -- Queries: what is known of a question's datasets (dataset-pulls.findOf), and the upsert of one.
  primary key (source, question_key, dataset_key)
);

-- Withdrawals that would take too much of a dataset: [{datasetKey, records, stored}]. While there are
-- any that nobody has confirmed the run stays paused.
alter table importer_runs add column asked_withdrawals jsonb not null default '[]';
alter table importer_runs add column confirmed_withdrawals jsonb not null default '[]';
