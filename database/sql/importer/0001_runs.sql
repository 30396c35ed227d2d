-- What the importer remembers of its runs. A run is found and resumed by source and parameters.
create table importer_runs (
  id bigint generated always as identity primary key,
  source text not null,
  mode text not null,
  parameters jsonb not null,
  -- Hash of what decides which records a run reads: two runs with equal keys read the same question.
  parameters_key text not null,
  state text not null check (
    state in ('queued', 'running', 'paused', 'succeeded', 'partial', 'failed', 'cancelled')
  ),
  -- The provider's cursor behind the last record that was merged; null before the first.
  cursor text,
  pages integer not null default 0,
  expected bigint,
  read bigint not null default 0,
  inserted bigint not null default 0,
  updated bigint not null default 0,
  unchanged bigint not null default 0,
  rejected bigint not null default 0,
  repeated bigint not null default 0,
  withdrawn bigint not null default 0,
  reasons jsonb not null default '{}',
  flags jsonb not null default '{}',
  drift jsonb not null default '{}',
  -- What kept the run from being clean though it went on: [{code, detail, count}].
  warnings jsonb not null default '[]',
  error jsonb,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  heartbeat_at timestamptz,
  finished_at timestamptz
);

-- Query: the newest run of a source that can go on (runs.findResumable).
create index importer_runs_source_idx on importer_runs (source, parameters_key, id desc);

-- Who imports from a source now: one row a source, so that no two runs of it overlap. A row and not
-- an advisory lock, which excludes nobody on the embedded database.
create table importer_leases (
  source text primary key,
  holder uuid not null,
  run_id bigint references importer_runs (id) on delete set null,
  -- Machine and process of the holder: on the same machine a dead one is recognised at once.
  host text not null,
  pid integer not null,
  expires_at timestamptz not null
);

-- Records that could not be stored as an occurrence, with the reasons and what the provider sent.
create table importer_rejected (
  run_id bigint not null references importer_runs (id) on delete cascade,
  -- Position of the record in its run, from 1; the key also serves the list of a run in order.
  ordinal bigint not null,
  provider_record_id text,
  reasons text[] not null,
  source_line jsonb,
  primary key (run_id, ordinal)
);

-- The occurrences that a run has met: tells a record that comes twice from one that is known, and
-- later what a provider withdrew. Kept while the run can go on, removed when it has ended.
create table importer_seen (
  run_id bigint not null references importer_runs (id) on delete cascade,
  occurrence_id bigint not null,
  -- Query: was this stored occurrence met in this run (occurrences.findStored).
  primary key (run_id, occurrence_id)
);

-- Which datasets a run touched, with how many records of each it read.
create table importer_run_datasets (
  run_id bigint not null references importer_runs (id) on delete cascade,
  dataset_key text not null,
  records bigint not null,
  -- Query: add a page's records to the count of a dataset (runs.addDatasets).
  primary key (run_id, dataset_key)
);

-- Record keys that more than one record of a dataset answers to (a catalogue number used twice, an
-- occurrenceID that is none). Records behind such a key are told apart by the next rung of the key
-- ladder, whatever order they come in and in every later run.
create table importer_shared_keys (
  provider text not null,
  dataset_key text not null,
  record_key text not null,
  -- Query: which keys of a page are shared (shared-keys.findShared).
  primary key (provider, dataset_key, record_key)
);
