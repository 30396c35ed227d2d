-- Folding was most of what the pyramid costs an import. A cell whose count has changed could not be
-- updated in its place, because an index asked for counts of 0: every fold wrote each of its cells into
-- the primary key again. Cells that have become empty are now known from the fold itself.
delete from geo_cells where count = 0;
drop index geo_cells_empty_idx;
-- Room for a new version of a cell beside the old one.
alter table geo_cells set (fillfactor = 85);

create or replace function geo_fold_cells() returns void
language plpgsql as $$
declare
  emptied tid[];
begin
  if not geo_may_fold('cells') then
    return;
  end if;
  -- Sums as whole numbers: those of numerics, which PostgreSQL makes of them, are several times slower.
  with gone as (
    delete from geo_cell_deltas returning collection, x, y, part, count, lon_sum, lat_sum
  ), finest as materialized (
    select collection, x, y, part, cast(sum(count) as bigint) as count,
           cast(sum(lon_sum) as bigint) as lon_sum, cast(sum(lat_sum) as bigint) as lat_sum
      from gone
     group by collection, x, y, part
  ), folded as (
    insert into geo_cells as base (collection, level, x, y, part, count, lon_sum, lat_sum)
    select collection, level, x >> (12 - level), y >> (12 - level), part,
           sum(count), sum(lon_sum), sum(lat_sum)
      from finest
     cross join generate_series(6, 12) as level
     group by collection, level, x >> (12 - level), y >> (12 - level), part
    having sum(count) <> 0 or sum(lon_sum) <> 0 or sum(lat_sum) <> 0
     -- Neighbours in the index are written one after another.
     order by 1, 2, 3, 4
    on conflict (collection, level, x, y, part) do update
       set count = base.count + excluded.count,
           lon_sum = base.lon_sum + excluded.lon_sum,
           lat_sum = base.lat_sum + excluded.lat_sum
    returning base.ctid as place, base.count as left_over
  )
  select array_agg(place) into emptied from folded where left_over = 0;
  if emptied is not null then
    delete from geo_cells where ctid = any(emptied);
  end if;
end
$$;
