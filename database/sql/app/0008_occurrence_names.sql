-- Query: the map's filter by scientific name at every zoom, and that of REST: a species is some tens of
-- rows of hundreds of thousands (90 ms to 24 ms at 200,000; inserts cost a twelfth more). None on the
-- licence: few values, each of them a large part of all rows, which are read faster one after another.
create index occurrences_name_idx on occurrences (scientific_name);
