-- Folding took as long as a sixth of an import's writing, in the middle of its transactions. The app now
-- folds each second beside those who write (services/fold-keeper.ts); a writer does it only where
-- nobody else has for a while, with a pyramid that is filled by plain SQL while the app is down, say.
create or replace function geo_fold_cells_after(newest bigint, written bigint) returns void
language plpgsql as $$
begin
  if newest / 4096 <> (newest - written) / 4096
     and (select count(*) from (select from geo_cell_deltas limit 16384) as waiting) = 16384 then
    perform geo_fold_cells();
  end if;
end
$$;
