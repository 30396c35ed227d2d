-- Whom content is for. A draft may not say yet; then it is for nobody.
create or replace function audience_is_known(audience jsonb) returns boolean
language sql immutable as $$
  select audience is null or audience = 'null' or (
    jsonb_typeof(audience) = 'array' and jsonb_array_length(audience) > 0
    and audience <@ '["public", "all", "student", "mentor", "supervisor", "admin"]'
  );
$$;
alter table events add constraint events_audience_check check (audience_is_known(audience));
alter table resources add constraint resources_audience_check check (audience_is_known(audience));
alter table announcements
  add constraint announcements_audience_check check (audience_is_known(audience));

-- How often a resource was downloaded, outside of its rows, which come and go as it is published.
create table if not exists resource_downloads (
  resource_document_id text primary key,
  downloads bigint not null default 0
);
create or replace function resources_take_along() returns trigger
language plpgsql as $$
begin
  if not exists (select 1 from resources where document_id = old.document_id) then
    delete from resource_downloads where resource_document_id = old.document_id;
  end if;
  return null;
end
$$;
create constraint trigger resources_take_along
  after delete on resources
  deferrable initially deferred
  for each row execute function resources_take_along();

-- At most one version of an announcement is published, whoever is quicker: an editor or the job. Also
-- the way from a draft to what is published of it.
create unique index if not exists announcements_published_key
    on announcements (document_id) where published_at is not null;

-- Which moments of announcements are over and done with, so that nothing which an editor took back
-- comes back by itself.
create table if not exists announcement_publications (
  announcement_document_id text not null,
  publish_at timestamp(6) not null,
  primary key (announcement_document_id, publish_at)
);

-- What was published without a moment came out now; lists are in that order, however often it is
-- published again afterwards.
create or replace function announcements_take_moment() returns trigger
language plpgsql as $$
begin
  new.publish_at := new.published_at;
  update announcements
     set publish_at = new.publish_at
   where document_id = new.document_id and published_at is null and publish_at is null;
  return new;
end
$$;
create or replace trigger announcements_take_moment
  before insert on announcements
  for each row when (new.published_at is not null and new.publish_at is null)
  execute function announcements_take_moment();

create or replace function announcements_take_back() returns trigger
language plpgsql as $$
begin
  insert into announcement_publications (announcement_document_id, publish_at)
  select old.document_id, version.publish_at
    from (select old.publish_at
           union
          select publish_at from announcements where document_id = old.document_id) as version
   where version.publish_at <= now() at time zone 'utc'
      on conflict do nothing;
  return null;
end
$$;
create or replace trigger announcements_take_back
  after delete on announcements
  for each row when (old.published_at is not null)
  execute function announcements_take_back();

create or replace function announcements_take_along() returns trigger
language plpgsql as $$
begin
  if not exists (select 1 from announcements where document_id = old.document_id) then
    delete from announcement_publications where announcement_document_id = old.document_id;
  end if;
  return null;
end
$$;
create constraint trigger announcements_take_along
  after delete on announcements
  deferrable initially deferred
  for each row execute function announcements_take_along();

-- Search. Words of English by their stems, all others as they are.
create extension if not exists pg_trgm;
alter table announcements
  add column if not exists search_words tsvector generated always as (
    setweight(to_tsvector('english', coalesce(title, '')), 'A') ||
    setweight(to_tsvector('simple', coalesce(title, '')), 'A') ||
    setweight(to_tsvector('english', coalesce(summary, '')), 'B') ||
    setweight(to_tsvector('simple', coalesce(summary, '')), 'B') ||
    setweight(to_tsvector('english', coalesce(content, '')), 'C') ||
    setweight(to_tsvector('simple', coalesce(content, '')), 'C')
  ) stored,
  add column if not exists search_text text generated always as (
    lower(coalesce(title, '') || ' ' || coalesce(summary, '') || ' ' || coalesce(content, ''))
  ) stored;
-- For whole words.
create index if not exists announcements_search_words_idx on announcements using gin (search_words);
-- For parts of words.
create index if not exists announcements_search_text_idx
    on announcements using gin (search_text gin_trgm_ops);
