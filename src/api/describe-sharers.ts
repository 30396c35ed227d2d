import type { DescribeSharers, Sharer } from '../plugins/realtime/contract/sharers';

/**
 * People with active accounts, as far as it matters for who may be seen where. Who is 18 today by
 * UTC is no minor; who told no date of birth is taken for none.
 */
export const describeSharers: DescribeSharers = async (db, userIds) => {
  const { rows } = await db.raw<{ rows: Sharer[] }>(
    `select person.id as "userId", person.document_id as "documentId", role.type as role,
            coalesce(
              profile.date_of_birth > (now() at time zone 'utc') - interval '18 years',
              false
            ) as "isMinor"
       from up_users as person
       join up_users_role_lnk as role_link on role_link.user_id = person.id
       join up_roles as role on role.id = role_link.role_id
       left join profiles_user_lnk as profile_link on profile_link.user_id = person.id
       left join profiles as profile on profile.id = profile_link.profile_id
      where person.id = any(:userIds) and person.account_status = 'active'`,
    { userIds: [...userIds] },
  );
  return rows;
};
