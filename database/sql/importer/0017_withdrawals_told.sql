-- What a run has withdrawn, or would have: [{datasetKey, records, stored, unread, examples}].
alter table importer_runs add column withdrawals jsonb not null default '[]';
