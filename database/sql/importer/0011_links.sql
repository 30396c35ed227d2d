-- Which records of two providers are the same. The lower id stands first.
-- No foreign keys: imports would wait for links that are being written; triggers below clear up instead.
create table importer_links (
  id bigint generated always as identity primary key,
  one_id integer not null,
  other_id integer not null,
  -- waiting: somebody must decide. rejected: never again by itself.
  state text not null check (state in ('automatic', 'waiting', 'confirmed', 'rejected')),
  -- The rule that brought them together: occurrence-id, catalogue, evidence.
  reason text not null,
  score double precision not null,
  -- What speaks for it and against it: a list of texts.
  evidence jsonb not null default '[]',
  -- The record that an editor wants to be public; null leaves it to the rule.
  canonical_id integer,
  decided_by text,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  check (one_id < other_id),
  -- Query: the links of a record as the first of two (links.findOf); conflict target of links.put.
  unique (one_id, other_id)
);
-- Query: the links of a record as the second of two (links.findOf).
create index importer_links_other_idx on importer_links (other_id);
-- Query: the list that editors read, by state, newest first (links.list).
create index importer_links_state_idx on importer_links (state, id desc);

-- Records that are new or have changed and whose links are to be looked at. Appended to and taken from
-- the front; the same record may stand in it several times.
create table importer_link_queue (
  id bigint generated always as identity primary key,
  occurrence_id integer not null
);
-- Taken rows are dead at once, and every look at the front goes past them until a vacuum.
alter table importer_link_queue
  set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- Datasets of two providers that are the same, each pair in both directions.
create table importer_dataset_pairs (
  provider text not null,
  dataset_key text not null,
  other_provider text not null,
  other_key text not null,
  -- doi, address or title.
  reason text not null,
  primary key (provider, dataset_key, other_provider)
);

-- The key under which a record of a dataset is found by its occurrenceID.
create function importer_id_key(dataset text, record text) returns bigint
language sql immutable parallel safe as $$
  select hashtextextended(dataset || chr(31) || btrim(record), 0)
$$;

-- The same by its catalogue number, which says nothing without an institution or a collection.
create function importer_catalogue_key(dataset text, institution text, collection text, number text)
returns bigint
language sql immutable parallel safe as $$
  select case when institution is not null or collection is not null
    then hashtextextended(dataset || chr(31) || coalesce(institution, '') || chr(31)
                          || coalesce(collection, '') || chr(31) || number, 0) end
$$;

-- The calendar day a record was made on, where it was made: providers write it first, and one of them
-- drops the time zone behind it.
create function importer_day(written text, starts timestamp) returns text
language sql immutable parallel safe as $$
  select case when written ~ '^\d{4}-\d{2}-\d{2}' then left(written, 10)
              else lpad(cast(extract(year from starts) as text), 4, '0')
                   || '-' || lpad(cast(extract(month from starts) as text), 2, '0')
                   || '-' || lpad(cast(extract(day from starts) as text), 2, '0') end
$$;

-- Hours and minutes on the clock there. Midnight is what many write who know the day alone.
create function importer_clock(written text) returns text
language sql immutable parallel safe as $$
  select case when written !~ '/' then
    nullif(substring(written from '^\d{4}-\d{2}-\d{2}[T ](\d{2}:\d{2})'), '00:00') end
$$;

-- Query: the record of a paired dataset that has the same occurrenceID (link-candidates.find).
create index occurrences_link_id_idx on occurrences (importer_id_key(dataset_key, occurrence_id))
  where occurrence_id is not null;
-- Query: the same by catalogue number (link-candidates.find).
create index occurrences_link_catalogue_idx on occurrences (
  importer_catalogue_key(dataset_key, institution_code, collection_code, catalog_number)
) where catalog_number is not null;
-- Query: records of a taxon on a day in a narrow band of latitudes (link-candidates.find).
create index occurrences_link_evidence_idx on occurrences (
  aphia_id, importer_day(event_date, event_date_start), coalesce(exact_latitude, decimal_latitude)
) where aphia_id is not null and event_date_start is not null;

-- What links are made from has changed, or a record is new or gone. Linking itself writes none of it.
create function importer_queue_links() returns trigger
language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into importer_link_queue (occurrence_id) select id from added order by id;
  elsif tg_op = 'UPDATE' then
    insert into importer_link_queue (occurrence_id)
    select added.id
      from added
      join removed on removed.id = added.id
     where (added.content_hash, added.withdrawn_at is null, added.absence, added.dropped,
            added.provider, added.dataset_key, added.occurrence_id, added.institution_code,
            added.collection_code, added.catalog_number, added.aphia_id, added.basis_of_record,
            added.decimal_latitude, added.decimal_longitude, added.exact_latitude,
            added.exact_longitude, added.coordinate_uncertainty_in_meters, added.event_date,
            added.event_date_start, added.minimum_depth_in_meters, added.maximum_depth_in_meters,
            added.individual_count, added.sex, added.life_stage, added.recorded_by)
           is distinct from
           (removed.content_hash, removed.withdrawn_at is null, removed.absence, removed.dropped,
            removed.provider, removed.dataset_key, removed.occurrence_id, removed.institution_code,
            removed.collection_code, removed.catalog_number, removed.aphia_id, removed.basis_of_record,
            removed.decimal_latitude, removed.decimal_longitude, removed.exact_latitude,
            removed.exact_longitude, removed.coordinate_uncertainty_in_meters, removed.event_date,
            removed.event_date_start, removed.minimum_depth_in_meters, removed.maximum_depth_in_meters,
            removed.individual_count, removed.sex, removed.life_stage, removed.recorded_by)
     order by added.id;
  elsif tg_op = 'DELETE' then
    with gone as (
      delete from importer_links as link
       using removed
       where removed.id in (link.one_id, link.other_id)
      returning link.one_id, link.other_id
    )
    insert into importer_link_queue (occurrence_id)
    select one_id from gone union select other_id from gone;
  else
    delete from importer_links;
    delete from importer_link_queue;
  end if;
  return null;
end
$$;

create trigger importer_queue_links_new
  after insert on occurrences
  referencing new table as added
  for each statement execute function importer_queue_links();
create trigger importer_queue_links_changed
  after update on occurrences
  referencing new table as added old table as removed
  for each statement execute function importer_queue_links();
create trigger importer_queue_links_gone
  after delete on occurrences
  referencing old table as removed
  for each statement execute function importer_queue_links();
create trigger importer_queue_links_none
  after truncate on occurrences
  for each statement execute function importer_queue_links();

-- Records that are there already are looked at once.
insert into importer_link_queue (occurrence_id) select id from occurrences order by id;
