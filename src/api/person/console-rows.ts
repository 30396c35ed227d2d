import type { Knex } from 'knex';
import type { PersonFilters, PersonStats } from './console-fields';

const WITHOUT_GROUP = `
  (select count(*)
     from up_users as account
    where not exists (select 1
                        from group_memberships as membership
                       where membership.user_document_id = account.document_id))`;

const TOTALS = `
  select count(*) as total,
         count(*) filter (where account_status = 'pending') as pending,
         count(*) filter (where account_status = 'active') as active,
         count(*) filter (where account_status = 'suspended') as suspended,
         count(*) filter (where track is null) as without_track
    from up_users`;

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
  select to_char(month, 'YYYY-MM') as month, coalesce(registered.count, 0) as count
    from generate_series(
           date_trunc('month', now() at time zone :timeZone) - interval '11 months',
           date_trunc('month', now() at time zone :timeZone),
           interval '1 month') as month
    left join (select date_trunc('month', created_at at time zone 'utc' at time zone :timeZone)
                        as begins,
                      count(*) as count
                 from up_users
                where created_at >= now() at time zone 'utc' - interval '13 months'
                group by begins) as registered
      on registered.begins = month`;

const ACTIVE = `
  (select count(*)
     from (select id
             from up_users
            where last_sign_in_at >= (now() - interval '30 days') at time zone 'utc'
           union
           select user_id
             from accounts_sessions
            where last_used_at >= now() - interval '30 days') as seen)`;

/** Numbers about people, each answer one statement. They read all accounts: 0.3 s at 200,000. */
export const consoleRows = {
  async stats(db: Knex, timeZone: string): Promise<PersonStats> {
    const { rows } = await db.raw<{ rows: { stats: string }[] }>(
      `with totals as materialized (${TOTALS})
       select cast(json_build_object(
         'total', total,
         'byRole', (select json_object_agg(type, count) from (${ROLES}) as roles),
         'byStatus', json_build_object('pending', pending, 'active', active,
                                       'suspended', suspended),
         'byTrack', coalesce(
           (select json_agg(tracks order by count desc, track) from (${TRACKS}) as tracks), '[]'),
         'withoutTrack', without_track,
         'withoutGroup', ${WITHOUT_GROUP},
         'activeLast30Days', ${ACTIVE},
         'registeredByMonth', (select json_agg(months order by month) from (${MONTHS}) as months)
       ) as text) as stats
       from totals`,
      { timeZone },
    );
    // The statement above made it.
    return JSON.parse(rows[0]?.stats ?? '') as PersonStats;
  },

  async filters(db: Knex): Promise<PersonFilters> {
    const { rows } = await db.raw<{ rows: { filters: string }[] }>(
      `with totals as materialized (${TOTALS})
       select cast(json_build_object(
         'roles', (select json_agg(json_build_object('value', type, 'label', name, 'count', count)
                            order by name)
                     from (${ROLES}) as roles),
         'statuses', json_build_array(
           json_build_object('value', 'pending', 'count', pending),
           json_build_object('value', 'active', 'count', active),
           json_build_object('value', 'suspended', 'count', suspended)),
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
       ) as text) as filters
       from totals`,
    );
    return JSON.parse(rows[0]?.filters ?? '') as PersonFilters;
  },
};
