-- The same rules as in 0007 and 0009, for less: the two functions run for each record of an import and
-- took a third of its time in the database, most of it for looking up what cannot matter to a record.

-- As before, but without asking the taxa of a record while no taxon at all is sensitive.
create or replace function occurrences_generalise() returns trigger
language plpgsql as $$
declare
  level text;
  may_matter boolean := false;
  was_sensitive boolean := false;
  lat double precision;
  lon double precision;
  uncertainty double precision;
  place text;
  bathymetry double precision;
  shore_distance double precision;
  digits integer;
begin
  if tg_op = 'UPDATE' then
    may_matter := old.applied_sensitivity is not null;
  end if;
  if not may_matter and new.sensitivity is null and new.applied_sensitivity is null
     and not exists (select from taxa where sensitivity is not null) then
    if num_nonnulls(new.exact_latitude, new.exact_longitude, new.exact_coordinate_uncertainty_in_meters,
                    new.exact_locality, new.exact_bathymetry_in_meters,
                    new.exact_shore_distance_in_meters) > 0 then
      new.exact_latitude := null;
      new.exact_longitude := null;
      new.exact_coordinate_uncertainty_in_meters := null;
      new.exact_locality := null;
      new.exact_bathymetry_in_meters := null;
      new.exact_shore_distance_in_meters := null;
    end if;
    return new;
  end if;
  level := stricter_sensitivity(
    new.sensitivity, taxon_sensitivity(new.aphia_id, new.matched_aphia_id, new.scientific_name));

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

-- As before, but with the licence of the dataset looked up into a variable: as an argument it kept the
-- functions around it from being written into the expression.
create or replace function occurrences_set_license() returns trigger
language plpgsql as $$
declare
  own text;
  shared text;
begin
  select dataset.license into shared
    from datasets as dataset
   where dataset.provider = new.provider and dataset.dataset_key = new.dataset_key;
  if new.license is not null then
    own := license_code(new.license);
  end if;
  new.license_code := stricter_license(own, shared);
  return new;
end
$$;

-- A raw record makes its row just too long to be stored as it is, and PostgreSQL's own compression took
-- as long as the checks of the row. LZ4 gives 1,324 bytes instead of 1,276, in a fraction of the time.
-- Values that are there stay as they are. A server that was built without it goes on as before.
do $$
begin
  alter table occurrences alter column raw set compression lz4;
exception
  when feature_not_supported then null;
end
$$;

-- Strapi makes these over all rows, for the day an administrator is deleted; no imported row has either.
-- Under their names, by which Strapi knows them.
drop index if exists occurrences_created_by_id_fk;
create index occurrences_created_by_id_fk on occurrences (created_by_id)
  where created_by_id is not null;
drop index if exists occurrences_updated_by_id_fk;
create index occurrences_updated_by_id_fk on occurrences (updated_by_id)
  where updated_by_id is not null;
