-- Which of three licences a record may be used by, so that it can be filtered and counted by its own row.
-- The texts stay as they were written.

-- The patterns of src/plugins/importer/server/domain/license.ts; a test compares the two.
create function license_code(written text) returns text
language sql immutable parallel safe as $$
  select case
    when written ~* 'by[\s_-]*(nc[\s_-]*)?(sa|nd)(?![a-z])|share[\s_-]?alike|no[\s_-]?deriv' then null
    when written ~* 'cc[\s_-]*by[\s_-]*nc(?![a-z])|licenses/by-nc/|non[\s_-]?commercial' then 'CC BY-NC'
    when written ~* 'cc[\s_-]*by(?![a-z])|creativecommons\.org/licenses/by/|creative commons attribution'
      then 'CC BY'
    when written ~* 'cc[\s_-]*0|publicdomain/zero|public domain' then 'CC0'
  end
$$;

-- A record states a licence of its own, its dataset one for all: the stricter holds. One that says
-- nothing leaves it to the other.
create function stricter_license(one text, other text) returns text
language sql immutable parallel safe as $$
  select case
    when one = 'CC BY-NC' or other = 'CC BY-NC' then 'CC BY-NC'
    when one = 'CC BY' or other = 'CC BY' then 'CC BY'
    else coalesce(one, other)
  end
$$;

create function occurrences_set_license() returns trigger
language plpgsql as $$
begin
  new.license_code := stricter_license(
    license_code(new.license),
    (select dataset.license
       from datasets as dataset
      where dataset.provider = new.provider and dataset.dataset_key = new.dataset_key));
  return new;
end
$$;

create trigger occurrences_set_license_new
  before insert on occurrences
  for each row execute function occurrences_set_license();
create trigger occurrences_set_license_changed
  before update of license, license_code, provider, dataset_key on occurrences
  for each row execute function occurrences_set_license();

-- A dataset is described after its first records, and may be licensed otherwise one day.
create function datasets_pass_on_license() returns trigger
language plpgsql as $$
begin
  update occurrences as record
     set license_code = null
   where record.provider = new.provider and record.dataset_key = new.dataset_key
     and record.license_code
         is distinct from stricter_license(license_code(record.license), new.license);
  return null;
end
$$;

create trigger datasets_pass_on_license_new
  after insert on datasets
  for each row when (new.license is not null) execute function datasets_pass_on_license();
create trigger datasets_pass_on_license_changed
  after update of license on datasets
  for each row when (new.license is distinct from old.license)
  execute function datasets_pass_on_license();

-- Records that are there already.
update occurrences set license_code = null;
