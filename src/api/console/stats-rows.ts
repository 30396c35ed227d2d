import type { Knex } from 'knex';
import { countedOccurrences } from '../../access/occurrences';
import { toSql } from '../../lib/row-rule';
import type { OccurrenceStats, ProgrammeStats } from './console-stats';

const UTC_NOW = `now() at time zone 'utc'`;
const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const PEOPLE = `
  select json_build_object(
           'total', count(*),
           'pending', count(*) filter (where account_status = 'pending'),
           'active', count(*) filter (where account_status = 'active'),
           'suspended', count(*) filter (where account_status = 'suspended'))
    from up_users`;

const GROUPS = `
  select json_build_object(
           'total', count(*),
           'withMentor', count(mentor.user_id),
           'withoutMentor', count(*) - count(mentor.user_id),
           'members', (select count(*) from group_memberships))
    from groups
    left join groups_mentor_lnk as mentor on mentor.group_id = groups.id`;

/** Days begin by the clocks of a place: a task is overdue from the day after its due date on. */
const TASKS = `
  select json_build_object(
           'total', count(*),
           'open', count(*) filter (where completed_at is null),
           'overdue', count(*) filter (
             where completed_at is null
               and due_date < cast(now() at time zone :timeZone as date)),
           'completed', count(*) filter (where completed_at is not null))
    from tasks`;

const HAS_ENDED = `coalesce(ends_at, starts_at) <= ${UTC_NOW}`;
const EVENTS = `
  select json_build_object(
           'upcoming', count(*) filter (where published_at is not null and not (${HAS_ENDED})),
           'past', count(*) filter (where published_at is not null and ${HAS_ENDED}),
           'drafts', count(*) filter (
             where published_at is null
               and not exists (select 1
                                 from events as published
                                where published.document_id = events.document_id
                                  and published.published_at is not null)),
           'registrations', (select count(*)
                               from event_registrations
                              where registration_status = 'registered'),
           'waiting', (select count(*)
                         from event_registrations
                        where registration_status = 'waiting'))
    from events`;

const RESOURCES = `
  select json_build_object(
           'total', (select count(*) from resources where published_at is not null),
           'drafts', (select count(*)
                        from resources
                       where published_at is null
                         and not exists (select 1
                                           from resources as published
                                          where published.document_id = resources.document_id
                                            and published.published_at is not null)),
           'byType', coalesce(
             (select json_object_agg(resource_type, count order by resource_type)
                from (select resource_type, count(*) as count
                        from resources
                       where published_at is not null and resource_type is not null
                       group by resource_type) as types), '{}'),
           'downloads', (select coalesce(sum(downloads), 0) from resource_downloads))`;

/** One row for an announcement: the published one, where there is one. */
const ANNOUNCEMENTS = `
  select json_build_object(
           'live', count(*) filter (
             where published_at is not null and not is_expired and not is_planned),
           'scheduled', count(*) filter (where not is_expired and is_planned),
           'expired', count(*) filter (where is_expired),
           'drafts', count(*) filter (
             where published_at is null and not is_expired and not is_planned))
    from (select distinct on (document_id) published_at,
                 coalesce(expire_at <= ${UTC_NOW}, false) as is_expired,
                 coalesce(publish_at > ${UTC_NOW}, false) as is_planned
            from announcements
           order by document_id, published_at nulls last) as announcements`;

/** The latest of each source. Relies on importer_runs_source_idx. */
const IMPORTS = `
  select coalesce(json_agg(json_build_object(
           'source', source, 'mode', mode, 'state', state,
           'startedAt', to_char(started_at at time zone 'utc', ${ISO}),
           'finishedAt', to_char(finished_at at time zone 'utc', ${ISO}),
           'read', read, 'inserted', inserted, 'updated', updated, 'rejected', rejected)
           order by source), '[]')
    from (select distinct on (source) source, mode, state, started_at, finished_at, read, inserted,
                 updated, rejected
            from importer_runs
           order by source, id desc) as runs`;

/** Numbers for the console, each answer one statement. */
export const statsRows = {
  async programme(db: Knex, timeZone: string): Promise<ProgrammeStats> {
    const { rows } = await db.raw<{ rows: { stats: string }[] }>(
      `select cast(json_build_object(
         'people', (${PEOPLE}), 'groups', (${GROUPS}), 'tasks', (${TASKS}), 'events', (${EVENTS}),
         'resources', (${RESOURCES}), 'announcements', (${ANNOUNCEMENTS}), 'imports', (${IMPORTS})
       ) as text) as stats`,
      { timeZone },
    );
    // The statement above made it.
    return JSON.parse(rows[0]?.stats ?? '') as ProgrammeStats;
  },

  /** Reads the whole table. @param columnOf the column of an attribute of an occurrence. */
  async occurrences(db: Knex, columnOf: (attribute: string) => string): Promise<OccurrenceStats> {
    const { sql, bindings } = toSql(countedOccurrences(), columnOf);
    const { rows } = await db.raw<{ rows: { provider: string; count: number }[] }>(
      `select coalesce(provider, 'unknown') as provider, cast(count(*) as integer) as count
         from occurrences
        where ${sql}
        group by 1
        order by 1`,
      bindings,
    );
    return {
      total: rows.reduce((sum, { count }) => sum + count, 0),
      byProvider: Object.fromEntries(rows.map(({ provider, count }) => [provider, count])),
    };
  },
};
