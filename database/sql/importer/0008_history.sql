-- Whether a schedule asked for the run: nobody watches it, so that it is reported when it ends badly.
alter table importer_runs add column is_scheduled boolean not null default false;
-- When it was reported; once a run, however often it goes on.
alter table importer_runs add column reported_at timestamptz;

-- Query: runs that ended before an instant (history.removeEnded).
create index importer_runs_finished_idx on importer_runs (finished_at)
  where finished_at is not null;
