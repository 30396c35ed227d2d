-- Positions of sensitive species are generalised before they are stored, so that whatever reads an
-- occurrence (REST, maps, tiles, counts, exports, plain SQL) shows the generalised one. The exact values
-- stay beside them in columns that nothing shows unless it asks for them.
--
-- The level of a record is the strictest of its own and of the taxa it belongs to. Sources of the rules:
-- Chapman (2020), Current Best Practices for Generalizing Sensitive Species Occurrence Data; the
-- uncertainty added is his: the diagonal of a cell at the equator.

create function sensitivity_rank(level text) returns integer
language sql immutable parallel safe as $$
  select case level
    when 'withheld' then 4 when 'degree_1' then 3 when 'degree_0_1' then 2 when 'degree_0_01' then 1
    else 0
  end
$$;

create function stricter_sensitivity(one text, other text) returns text
language sql immutable parallel safe as $$
  select case when sensitivity_rank(one) >= sensitivity_rank(other) then one else other end
$$;

-- Sensitive taxa are few; each index serves one way to find them (taxon_sensitivity).
create index taxa_sensitive_idx on taxa (aphia_id) where sensitivity is not null;
create index taxa_sensitive_accepted_idx on taxa (accepted_aphia_id) where sensitivity is not null;
create index taxa_sensitive_name_idx on taxa (scientific_name) where sensitivity is not null;
-- Synonyms of a taxon, which are as sensitive as it is.
create index taxa_accepted_idx on taxa (accepted_aphia_id);
-- Records of a taxon: the map's filter by taxon, and taxa_pass_on_sensitivity.
create index occurrences_aphia_idx on occurrences (aphia_id);
create index occurrences_matched_aphia_idx on occurrences (matched_aphia_id)
  where matched_aphia_id is distinct from aphia_id;

-- A name and the names it begins with: of a genus, of a species, and itself.
create function names_within(name text) returns text[]
language sql immutable parallel safe as $$
  select array[split_part(name, ' ', 1), split_part(name, ' ', 1) || ' ' || split_part(name, ' ', 2), name]
$$;

-- The strictest level of the taxa that a record belongs to: those it names, the accepted names behind
-- them and their other synonyms, and every taxon above them by classification or by name.
create function taxon_sensitivity(named integer, matched integer, name text) returns text
language plpgsql stable parallel safe as $$
declare
  ids integer[];
  names text[] := names_within(name);
  strictest text;
begin
  if not exists (select from taxa where sensitivity is not null) then
    return null;
  end if;
  select array_agg(id) into ids
    from (select unnest(array[named, matched]) as id
          union
          select accepted_aphia_id from taxa where aphia_id in (named, matched)) keys
   where id is not null;
  select names || array_agg(above) into names
    from taxa
   cross join unnest(names_within(scientific_name)
                     || array[genus, family, "order", class, phylum, kingdom]) as above
   where aphia_id = any(ids) and above is not null;
  select sensitive.sensitivity into strictest
    from (select sensitivity from taxa where sensitivity is not null and aphia_id = any(ids)
          union all
          select sensitivity from taxa where sensitivity is not null and accepted_aphia_id = any(ids)
          union all
          select sensitivity from taxa where sensitivity is not null and scientific_name = any(names)
         ) sensitive
   order by sensitivity_rank(sensitive.sensitivity) desc
   limit 1;
  return strictest;
end
$$;

-- Keeps the exact values of a sensitive record apart and stores generalised ones. What somebody writes
-- into a public column is exact when it differs from what stood there: a form that sends back what it
-- got changes nothing. An import that brings a record anew (its source and hash both differ) is exact
-- in every column.
create function occurrences_generalise() returns trigger
language plpgsql as $$
declare
  level text := stricter_sensitivity(
    new.sensitivity, taxon_sensitivity(new.aphia_id, new.matched_aphia_id, new.scientific_name));
  was_sensitive boolean := false;
  lat double precision;
  lon double precision;
  uncertainty double precision;
  place text;
  bathymetry double precision;
  shore_distance double precision;
  digits integer;
begin
  if tg_op = 'INSERT' then
    if level is null and new.applied_sensitivity is null then
      new.exact_latitude := null;
      new.exact_longitude := null;
      new.exact_coordinate_uncertainty_in_meters := null;
      new.exact_locality := null;
      new.exact_bathymetry_in_meters := null;
      new.exact_shore_distance_in_meters := null;
      return new;
    end if;
    if new.applied_sensitivity is not null then
      -- A copy of a row, exact values and all.
      was_sensitive := true;
      lat := new.exact_latitude;
      lon := new.exact_longitude;
      uncertainty := new.exact_coordinate_uncertainty_in_meters;
      place := new.exact_locality;
      bathymetry := new.exact_bathymetry_in_meters;
      shore_distance := new.exact_shore_distance_in_meters;
    else
      lat := coalesce(new.exact_latitude, new.decimal_latitude);
      lon := coalesce(new.exact_longitude, new.decimal_longitude);
      uncertainty := coalesce(new.exact_coordinate_uncertainty_in_meters,
                              new.coordinate_uncertainty_in_meters);
      place := coalesce(new.exact_locality, new.locality);
      bathymetry := coalesce(new.exact_bathymetry_in_meters, new.bathymetry_in_meters);
      shore_distance := coalesce(new.exact_shore_distance_in_meters, new.shore_distance_in_meters);
    end if;
  elsif old.applied_sensitivity is null
     or (new.content_hash is distinct from old.content_hash and new.raw is distinct from old.raw) then
    was_sensitive := old.applied_sensitivity is not null;
    lat := new.decimal_latitude;
    lon := new.decimal_longitude;
    uncertainty := new.coordinate_uncertainty_in_meters;
    place := new.locality;
    bathymetry := new.bathymetry_in_meters;
    shore_distance := new.shore_distance_in_meters;
  else
    was_sensitive := true;
    lat := case when new.decimal_latitude is distinct from old.decimal_latitude
                then new.decimal_latitude else new.exact_latitude end;
    lon := case when new.decimal_longitude is distinct from old.decimal_longitude
                then new.decimal_longitude else new.exact_longitude end;
    uncertainty := case
      when new.coordinate_uncertainty_in_meters is distinct from old.coordinate_uncertainty_in_meters
      then new.coordinate_uncertainty_in_meters
      else new.exact_coordinate_uncertainty_in_meters end;
    place := case when new.locality is distinct from old.locality
                  then new.locality else new.exact_locality end;
    bathymetry := case when new.bathymetry_in_meters is distinct from old.bathymetry_in_meters
                       then new.bathymetry_in_meters else new.exact_bathymetry_in_meters end;
    shore_distance := case
      when new.shore_distance_in_meters is distinct from old.shore_distance_in_meters
      then new.shore_distance_in_meters else new.exact_shore_distance_in_meters end;
  end if;

  new.applied_sensitivity := level;
  if level is null then
    new.decimal_latitude := lat;
    new.decimal_longitude := lon;
    new.coordinate_uncertainty_in_meters := uncertainty;
    new.locality := place;
    new.bathymetry_in_meters := bathymetry;
    new.shore_distance_in_meters := shore_distance;
    new.exact_latitude := null;
    new.exact_longitude := null;
    new.exact_coordinate_uncertainty_in_meters := null;
    new.exact_locality := null;
    new.exact_bathymetry_in_meters := null;
    new.exact_shore_distance_in_meters := null;
    if was_sensitive then
      new.data_generalizations := null;
      new.information_withheld := null;
    end if;
    return new;
  end if;

  new.exact_latitude := lat;
  new.exact_longitude := lon;
  new.exact_coordinate_uncertainty_in_meters := uncertainty;
  new.exact_locality := place;
  new.exact_bathymetry_in_meters := bathymetry;
  new.exact_shore_distance_in_meters := shore_distance;
  new.locality := null;
  -- Both follow from the position by a map of the sea floor or of the coast.
  new.bathymetry_in_meters := null;
  new.shore_distance_in_meters := null;
  if level = 'withheld' then
    new.decimal_latitude := null;
    new.decimal_longitude := null;
    new.coordinate_uncertainty_in_meters := null;
    new.data_generalizations := null;
    new.information_withheld :=
      'Coordinates, locality, bathymetry and shore distance are withheld to protect a sensitive species.';
    return new;
  end if;
  digits := case level when 'degree_1' then 0 when 'degree_0_1' then 1 else 2 end;
  new.decimal_latitude := cast(round(cast(lat as numeric), digits) as double precision);
  new.decimal_longitude := cast(round(cast(lon as numeric), digits) as double precision);
  new.coordinate_uncertainty_in_meters := case when lat is not null and lon is not null then
    ceil(coalesce(uncertainty, 0))
      + case level when 'degree_1' then 156904 when 'degree_0_1' then 15691 else 1570 end
  end;
  new.data_generalizations := 'Coordinates rounded to '
    || case level when 'degree_1' then '1 degree' when 'degree_0_1' then '0.1 degree' else '0.01 degree' end
    || '.';
  new.information_withheld :=
    'Exact coordinates, locality, bathymetry and shore distance are withheld to protect a sensitive species.';
  return new;
end
$$;

create trigger occurrences_generalise_new
  before insert on occurrences
  for each row execute function occurrences_generalise();
-- Not for statements that write none of these, such as the withdrawals of an import.
create trigger occurrences_generalise_changed
  before update of
    sensitivity, applied_sensitivity, aphia_id, matched_aphia_id, scientific_name, content_hash, raw,
    decimal_latitude, decimal_longitude, coordinate_uncertainty_in_meters, locality,
    bathymetry_in_meters, shore_distance_in_meters, data_generalizations, information_withheld,
    exact_latitude, exact_longitude, exact_coordinate_uncertainty_in_meters, exact_locality,
    exact_bathymetry_in_meters, exact_shore_distance_in_meters
  on occurrences
  for each row execute function occurrences_generalise();

-- Writes the records whose level is no longer what their taxa say. Reads all records once.
create function occurrences_renew_sensitivity() returns void
language sql as $$
  with kinds as materialized (
    select coalesce(aphia_id, -1) as named, coalesce(matched_aphia_id, -1) as matched,
           coalesce(scientific_name, '') as name
      from occurrences
     group by 1, 2, 3
  ), levels as materialized (
    select named, matched, name, taxon_sensitivity(named, matched, name) as level from kinds
  )
  update occurrences as record
     set sensitivity = record.sensitivity
    from levels
   where coalesce(record.aphia_id, -1) = levels.named
     and coalesce(record.matched_aphia_id, -1) = levels.matched
     and coalesce(record.scientific_name, '') = levels.name
     and record.applied_sensitivity
         is distinct from stricter_sensitivity(record.sensitivity, levels.level);
$$;

-- A taxon has another level, another accepted name or another place in the classification.
create function taxa_pass_on_sensitivity() returns trigger
language plpgsql as $$
declare
  is_sensitive boolean;
  ids integer[];
begin
  -- A transition table may be named only where its trigger has it.
  if tg_op = 'INSERT' then
    is_sensitive := exists (select from added where sensitivity is not null);
  elsif tg_op = 'DELETE' then
    is_sensitive := exists (select from removed where sensitivity is not null);
  else
    is_sensitive := exists (
      select
        from added
        join removed on removed.id = added.id
       where (added.sensitivity is not null or removed.sensitivity is not null)
         and (added.sensitivity, added.aphia_id, added.accepted_aphia_id, added.scientific_name)
             is distinct from
             (removed.sensitivity, removed.aphia_id, removed.accepted_aphia_id, removed.scientific_name));
  end if;
  if is_sensitive then
    -- A record that somebody else is writing now would be missed: wait for it, and let none begin.
    lock table occurrences in share row exclusive mode;
    perform occurrences_renew_sensitivity();
    return null;
  end if;
  if not exists (select from taxa where sensitivity is not null) then
    return null;
  end if;
  if tg_op = 'INSERT' then
    ids := array(select aphia_id from added);
  elsif tg_op = 'DELETE' then
    ids := array(select aphia_id from removed);
  else
    ids := array(
      select unnest(array[added.aphia_id, removed.aphia_id])
        from added
        join removed on removed.id = added.id
       where (added.aphia_id, added.accepted_aphia_id, added.scientific_name, added.genus, added.family,
              added."order", added.class, added.phylum, added.kingdom)
             is distinct from
             (removed.aphia_id, removed.accepted_aphia_id, removed.scientific_name, removed.genus,
              removed.family, removed."order", removed.class, removed.phylum, removed.kingdom));
  end if;
  ids := ids || array(select aphia_id from taxa where accepted_aphia_id = any(ids));
  update occurrences as record
     set sensitivity = record.sensitivity
   where (record.aphia_id = any(ids)
          or (record.matched_aphia_id = any(ids)
              and record.matched_aphia_id is distinct from record.aphia_id))
     and record.applied_sensitivity is distinct from stricter_sensitivity(
           record.sensitivity,
           taxon_sensitivity(record.aphia_id, record.matched_aphia_id, record.scientific_name));
  return null;
end
$$;

create trigger taxa_pass_on_sensitivity_new
  after insert on taxa
  referencing new table as added
  for each statement execute function taxa_pass_on_sensitivity();
create trigger taxa_pass_on_sensitivity_changed
  after update on taxa
  referencing new table as added old table as removed
  for each statement execute function taxa_pass_on_sensitivity();
create trigger taxa_pass_on_sensitivity_gone
  after delete on taxa
  referencing old table as removed
  for each statement execute function taxa_pass_on_sensitivity();

create function taxa_forget_sensitivity() returns trigger
language plpgsql as $$
begin
  lock table occurrences in share row exclusive mode;
  perform occurrences_renew_sensitivity();
  return null;
end
$$;
create trigger taxa_forget_sensitivity
  after truncate on taxa
  for each statement execute function taxa_forget_sensitivity();
