-- Somebody wants this run to end: the process that carries it out, wherever it is, looks here.
alter table importer_runs add column cancel_requested_at timestamptz;

-- What had been read when the run was started last: its pace counts from there.
alter table importer_runs add column read_at_start bigint not null default 0;
