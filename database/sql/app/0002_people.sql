-- Other tables refer to a person by documentId, which Strapi itself keeps unique by chance only.
create unique index if not exists up_users_document_key on up_users (document_id);

-- A person as others are shown them. Each person has one profile and one role at most.
create or replace view people as
select account.id, account.document_id,
       coalesce(
         nullif(btrim(concat_ws(' ', profile.first_name, profile.last_name)), ''),
         account.username
       ) as name,
       role.type as role
  from up_users as account
  left join profiles_user_lnk as profile_link on profile_link.user_id = account.id
  left join profiles as profile on profile.id = profile_link.profile_id
  left join up_users_role_lnk as role_link on role_link.user_id = account.id
  left join up_roles as role on role.id = role_link.role_id;
