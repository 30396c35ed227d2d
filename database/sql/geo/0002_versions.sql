-- Which version each collection is at: a number that every committed write moves. Never the greatest
-- id of anything, since writes commit in another order than they began.
--
-- Every writing statement appends a row and waits for nobody; the version of a collection is its base
-- and the number of its rows here, read in one statement. Adding rows to the base leaves the sum as it is.
create table geo_versions (
  collection text primary key,
  version bigint not null
);
create table geo_version_deltas (
  id bigint generated always as identity primary key,
  collection text not null
);

-- Who adds deltas to their base now: the holder of the row, until its transaction ends. Others do not
-- wait for it, they leave the work to the next.
create table geo_folding (
  name text primary key
);
insert into geo_folding (name) values ('versions'), ('cells');

-- Whether this transaction may fold, and alone. Under a stricter isolation it must not: rows that
-- somebody else has folded since its snapshot would make it fail.
create function geo_may_fold(what text) returns boolean
language plpgsql as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    return false;
  end if;
  perform from geo_folding where name = what for update skip locked;
  return found;
end
$$;

create function geo_fold_versions() returns void
language plpgsql as $$
begin
  if not geo_may_fold('versions') then
    return;
  end if;
  with gone as (
    delete from geo_version_deltas returning collection
  )
  insert into geo_versions as base (collection, version)
  select gone.collection, count(*) from gone group by gone.collection
  on conflict (collection) do update set version = base.version + excluded.version;
end
$$;

-- Hangs on the tables of collections, after each statement. Its arguments are the collections that the
-- table belongs to; a statement that wrote no row moves none of them. Every 256th row folds the others.
create function geo_move_versions() returns trigger
language plpgsql as $$
declare
  newest bigint;
begin
  if tg_op <> 'TRUNCATE' then
    if not exists (select from changed) then
      return null;
    end if;
  end if;
  for place in 0 .. tg_nargs - 1 loop
    insert into geo_version_deltas (collection) values (tg_argv[place]) returning id into newest;
    if newest % 256 = 0 then
      perform geo_fold_versions();
    end if;
  end loop;
  return null;
end
$$;
