-- How many public features lie in each cell, for collections that ask for it. Written by triggers that
-- the geo plugin makes for each of them; read by adding base and deltas in one statement, so that it is
-- exact at any moment. Sums of coordinates are in units of 1e-7 degree (a centimetre): whole numbers,
-- since adding and taking away fractions leaves crumbs.
--
-- Levels 6 to 12: a tile of zoom 0 to 6 in 64 x 64 cells. Coarser ones are added up from level 6.
create table geo_cells (
  collection text not null,
  level smallint not null,
  x integer not null,
  y integer not null,
  -- What is counted apart, a provider for example.
  part text not null,
  count bigint not null,
  lon_sum bigint not null,
  lat_sum bigint not null,
  -- Query: the cells of a range of columns and rows (pyramid.count).
  primary key (collection, level, x, y, part)
);
-- Query: cells that have become empty (geo_fold_cells).
create index geo_cells_empty_idx on geo_cells (collection) where count = 0;

-- Changes of cells of level 12, appended by every writing statement.
create table geo_cell_deltas (
  id bigint generated always as identity primary key,
  collection text not null,
  x integer not null,
  y integer not null,
  part text not null,
  count bigint not null,
  lon_sum bigint not null,
  lat_sum bigint not null
);

create function geo_fold_cells() returns void
language plpgsql as $$
begin
  if not geo_may_fold('cells') then
    return;
  end if;
  with gone as (
    delete from geo_cell_deltas returning collection, x, y, part, count, lon_sum, lat_sum
  ), finest as (
    select collection, x, y, part, sum(count) as count, sum(lon_sum) as lon_sum, sum(lat_sum) as lat_sum
      from gone
     group by collection, x, y, part
  )
  insert into geo_cells as base (collection, level, x, y, part, count, lon_sum, lat_sum)
  select collection, level, x >> (12 - level), y >> (12 - level), part,
         sum(count), sum(lon_sum), sum(lat_sum)
    from finest
   cross join generate_series(6, 12) as level
   group by collection, level, x >> (12 - level), y >> (12 - level), part
  having sum(count) <> 0 or sum(lon_sum) <> 0 or sum(lat_sum) <> 0
  on conflict (collection, level, x, y, part) do update
     set count = base.count + excluded.count,
         lon_sum = base.lon_sum + excluded.lon_sum,
         lat_sum = base.lat_sum + excluded.lat_sum;
  delete from geo_cells where count = 0;
end
$$;

-- Folds whenever the deltas have grown by some thousands: reading so many costs about a millisecond.
create function geo_fold_cells_after(newest bigint, written bigint) returns void
language plpgsql as $$
begin
  if newest / 4096 <> (newest - written) / 4096 then
    perform geo_fold_cells();
  end if;
end
$$;

-- Forgets a collection that is being emptied or counted anew, while nobody writes to its table. Under a
-- stricter isolation than the usual one it would leave what was written since the snapshot.
create function geo_forget_cells(emptied text) returns void
language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'The table of "%" cannot be emptied in a transaction of this isolation level', emptied
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  -- Nobody may be folding, or what they fold would come back.
  perform from geo_folding where name = 'cells' for update;
  delete from geo_cell_deltas where collection = emptied;
  delete from geo_cells where collection = emptied;
end
$$;
