-- One account for an address and for a name, however they are written (Strapi's own check reads
-- before it writes). Sign-in and registration look people up by these.
create unique index if not exists accounts_users_email_key on up_users (lower(email));
create unique index if not exists accounts_users_username_key on up_users (lower(username));

-- account_status is the truth; what Strapi itself looks at follows it, whoever writes the row.
create or replace function accounts_follow_status() returns trigger
language plpgsql as $$
begin
  new.account_status := coalesce(new.account_status, 'pending');
  new.confirmed := new.account_status <> 'pending';
  new.blocked := new.account_status = 'suspended';
  return new;
end
$$;
create or replace trigger accounts_follow_status
  before insert or update on up_users
  for each row execute function accounts_follow_status();
