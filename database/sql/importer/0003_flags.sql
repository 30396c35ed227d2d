-- Clients read flags as a list. Strapi's json attribute takes any JSON, and an editor can type some.
alter table occurrences
  add constraint occurrences_flags_check check (flags is null or jsonb_typeof(flags) = 'array');
