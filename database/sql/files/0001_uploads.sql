-- What people upload by the API: written down before the object is put, so that no object is left
-- behind that nobody knows of, and kept as long as the file for whose it is.
create table files_uploads (
  -- The name of the object, as in files.hash.
  hash text primary key,
  ext text not null,
  -- Where the object is, as in files.provider.
  provider text not null,
  -- A person who leaves leaves behind what others are shown.
  user_id integer references up_users (id) on delete set null,
  -- Null before the file is there, and again when it was deleted: the object is to follow it.
  file_id integer unique references files (id) on delete set null,
  bytes bigint not null check (bytes >= 0),
  state text not null default 'pending' check (state in ('pending', 'stored', 'discarded')),
  created_at timestamptz not null default now()
);
-- What a person keeps.
create index files_uploads_person on files_uploads (user_id);
-- What nothing uses for long, and objects without a file.
create index files_uploads_age on files_uploads (created_at);
