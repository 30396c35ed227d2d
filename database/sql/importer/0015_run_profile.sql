-- The profile that a run was started by, by its name at that time.
alter table importer_runs add column profile text;
