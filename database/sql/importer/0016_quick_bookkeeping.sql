-- A foreign key looked for the run once for every record that it met, which took longer than noting it.
alter table importer_seen drop constraint importer_seen_run_id_fkey;

-- What a run has met goes with it, as the key had it.
create function importer_forget_seen() returns trigger
language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' then
    delete from importer_seen;
  else
    delete from importer_seen using removed where importer_seen.run_id = removed.id;
  end if;
  return null;
end
$$;
create trigger importer_forget_seen
  after delete on importer_runs
  referencing old table as removed
  for each statement execute function importer_forget_seen();
create trigger importer_forget_seen_all
  after truncate on importer_runs
  for each statement execute function importer_forget_seen();
