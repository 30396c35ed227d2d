-- What WoRMS says of an AphiaID, and when it was asked. Without a record: it knows none.
create table importer_aphia (
  aphia_id integer primary key,
  record jsonb,
  checked_at timestamptz not null
);

-- Query: the records that were asked for longest ago, in order of their id (names.findAgedIds).
create index importer_aphia_age_idx on importer_aphia (checked_at);

-- What WoRMS makes of a name as a provider writes it: one record, none, or several that differ
-- (homonyms), which nobody has chosen from.
create table importer_names (
  name text primary key,
  outcome text not null check (outcome in ('matched', 'ambiguous', 'none')),
  aphia_id integer,
  -- The records it was chosen from, for whoever decides about a homonym.
  candidates jsonb not null default '[]',
  checked_at timestamptz not null,
  check ((outcome = 'matched') = (aphia_id is not null))
);

-- Query: the names that were asked for longest ago (names.findAgedNames).
create index importer_names_age_idx on importer_names (checked_at);

-- Query: what is classified under a taxon (taxon=, and worms-taxa.moveBelow): a range of paths.
create index taxa_classification_idx on taxa (classification_path text_pattern_ops);
