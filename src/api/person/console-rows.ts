import type { Knex } from 'knex';
import type { PersonFilters, PersonStats } from './console-fields';

const WITHOUT_GROUP = `
  (select count(*)
     from up_users as account
    where not exists (select 1
                        from group_memberships as membership
                       where membership.user_document_id = account.document_id))`;

const STATUSES = `
  (select json_object_agg(status, (select count(*) from up_users where account_status = status))
     from unnest(array['pending', 'active', 'suspended']) as status)`;

const ROLES = `
  select role.type, role.name, count(link.user_id) as count
    from up_roles as role
    left join up_users_role_lnk as link on link.role_id = role.id
   where role.type <> 'public'
   group by role.type, role.name`;

const TRACKS = `
  select track, count(*) as count from up_users where track is not null group by track`;

/** Months begin by the clocks of a place; accounts keep their moments in UTC. */
const MONTHS = `
  select to_char(month, 'YYYY-MM') as month, count(account.id) as count
    from generate_series(
           date_trunc('month', now() at time zone :timeZone) - interval '11 months',
           date_trunc('month', now() at time zone :timeZone),
           interval '1 month') as month
    left join up_users as account
      on account.created_at >= month at time zone :timeZone at time zone 'utc'
     and account.created_at < (month + interval '1 month') at time zone :timeZone at time zone 'utc'
   group by month`;

const ACTIVE = `
  (select count(*)
     from up_users as account
    where account.last_sign_in_at >= (now() - interval '30 days') at time zone 'utc'
       or exists (select 1
                    from accounts_sessions as session
                   where session.user_id = account.id
                     and session.last_used_at >= now() - interval '30 days'))`;

/** Numbers about people, each answer one statement. They read all accounts: 0.3 s at 200,000. */
export const consoleRows = {
  async stats(db: Knex, timeZone: string): Promise<PersonStats> {
    const { rows } = await db.raw<{ rows: { stats: string }[] }>(
      `select cast(json_build_object(
         'total', (select count(*) from up_users),
         'byRole', (select json_object_agg(type, count) from (${ROLES}) as roles),
         'byStatus', ${STATUSES},
         'byTrack', coalesce(
           (select json_agg(tracks order by count desc, track) from (${TRACKS}) as tracks), '[]'),
         'withoutTrack', (select count(*) from up_users where track is null),
         'withoutGroup', ${WITHOUT_GROUP},
         'activeLast30Days', ${ACTIVE},
         'registeredByMonth', (select json_agg(months order by month) from (${MONTHS}) as months)
       ) as text) as stats`,
      { timeZone },
    );
    // The statement above made it.
    return JSON.parse(rows[0]?.stats ?? '') as PersonStats;
  },

  async filters(db: Knex): Promise<PersonFilters> {
    const { rows } = await db.raw<{ rows: { filters: string }[] }>(
      `select cast(json_build_object(
         'roles', (select json_agg(json_build_object('value', type, 'label', name, 'count', count)
                            order by name)
                     from (${ROLES}) as roles),
         'statuses', (select json_agg(json_build_object('value', status, 'count',
                               (select count(*) from up_users where account_status = status)))
                        from unnest(array['pending', 'active', 'suspended']) as status),
         'tracks', coalesce(
           (select json_agg(json_build_object('value', track, 'count', count) order by track)
              from (${TRACKS}) as tracks), '[]'),
         'groups', coalesce(
           (select json_agg(json_build_object('value', code, 'label', name, 'id', document_id,
                              'count', (select count(*)
                                          from group_memberships as membership
                                         where membership.group_document_id = groups.document_id))
                            order by code)
              from groups), '[]'),
         'withoutGroup', ${WITHOUT_GROUP}
       ) as text) as filters`,
    );
    return JSON.parse(rows[0]?.filters ?? '') as PersonFilters;
  },
};
