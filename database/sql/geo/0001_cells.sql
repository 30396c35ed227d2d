-- The cells that grids, clusters, tiles and the pyramid share: the tiles of web mercator. Level z has
-- 2^z columns from west to east and 2^z rows from north to south, both counted from 0, z at most 30.
-- A cell lies in the cell of the level above whose numbers are half of its own, exactly: doubling a
-- binary fraction loses nothing.
--
-- Every position has a cell: longitude 180 belongs to the last column, and what lies beyond the map's
-- edge (85.0511 degrees) to the first or last row. No position, no cell; nothing given raises an error.
-- (Hence the sum before the division: the radians of the smallest latitudes would underflow.)
-- One expression each, so that PostgreSQL writes it into the query instead of calling it.

create or replace function geo_cell_x(lon double precision, zoom integer) returns integer
language sql immutable parallel safe as $$
  select case when lon is not null and zoom is not null then
    cast(greatest(0, least(floor((lon + 180) / 360 * (1 << zoom)), (1 << zoom) - 1)) as integer)
  end
$$;

create or replace function geo_cell_y(lat double precision, zoom integer) returns integer
language sql immutable parallel safe as $$
  select case when lat is not null and zoom is not null then
    cast(greatest(0, least(
      floor((0.5 - ln(tan(radians((90 + greatest(-89, least(lat, 89))) / 2))) / (2 * pi())) * (1 << zoom)),
      (1 << zoom) - 1)) as integer)
  end
$$;
