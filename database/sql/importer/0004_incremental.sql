-- Hash of the question alone, whatever the mode: an incremental run goes on where the newest
-- succeeded run of the same question began. Null in runs from before incremental runs.
alter table importer_runs add column question_key text;

-- Query: when the newest succeeded run of a question began (runs.findBaseline).
create index importer_runs_question_idx on importer_runs (source, question_key, id desc)
  where state = 'succeeded';
