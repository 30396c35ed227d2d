-- What WoRMS has changed its mind about, until the records under it were read again. Noted by the
-- tables themselves, so that nothing is forgotten when a run dies, whoever asked WoRMS.
create sequence importer_stale_seq;

create table importer_stale_taxa (
  -- Query: whether it is noted already.
  aphia_id integer primary key,
  -- Query: the one noted first (stale-names.findTaxon); a later number when it is noted again.
  noted bigint not null default nextval('importer_stale_seq') unique
);

create table importer_stale_names (
  -- Query: is the name of this record noted (stale-names.findIdsByName).
  name text primary key,
  noted bigint not null default nextval('importer_stale_seq')
);

create function importer_note_taxon() returns trigger language plpgsql as $$
begin
  insert into importer_stale_taxa as stale (aphia_id) values (new.aphia_id)
      on conflict (aphia_id) do update set noted = nextval('importer_stale_seq');
  return null;
end $$;

create trigger importer_aphia_stale after update on importer_aphia for each row
  when ((old.record is null) <> (new.record is null)
        or old.record -> 'validAphiaId' is distinct from new.record -> 'validAphiaId'
        or old.record -> 'scientificName' is distinct from new.record -> 'scientificName'
        or old.record -> 'status' is distinct from new.record -> 'status'
        or old.record -> 'isMarine' is distinct from new.record -> 'isMarine'
        or old.record -> 'isBrackish' is distinct from new.record -> 'isBrackish')
  execute function importer_note_taxon();

create function importer_note_name() returns trigger language plpgsql as $$
begin
  insert into importer_stale_names as stale (name) values (new.name)
      on conflict (name) do update set noted = nextval('importer_stale_seq');
  return null;
end $$;

create trigger importer_names_stale after update on importer_names for each row
  when (old.outcome <> new.outcome or old.aphia_id is distinct from new.aphia_id)
  execute function importer_note_name();
