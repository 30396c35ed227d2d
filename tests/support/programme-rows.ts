import type { Knex } from 'knex';

interface Rows {
  /** Groups are `<prefix>-1` and so on. */
  prefix: string;
  count: number;
  /** Who is a member of each; the first has the tasks of the milestone. */
  members: readonly { userId: number }[];
  mentor: { userId: number };
}

/** Groups with members, a milestone with one task, and one task more, all in one statement. */
export async function insertGroups(db: Knex, { prefix, count, members, mentor }: Rows) {
  const moments = `now() at time zone 'utc', now() at time zone 'utc', now() at time zone 'utc'`;
  const kept = 'created_at, updated_at, published_at';
  const documentId = `'d' || left(md5(random() :: text), 23)`;
  await db.raw(
    `with made_groups as (
       insert into groups (document_id, code, name, ${kept})
       select ${documentId}, :prefix || '-' || number, 'Otters', ${moments}
         from generate_series(1, :count) as number
       returning id
     ), mentored as (
       insert into groups_mentor_lnk (group_id, user_id) select id, :mentor from made_groups
     ), planned as (
       select made_groups.id as group_id, person, nextval('group_memberships_id_seq') as id
         from made_groups cross join unnest(:members :: integer[]) as person
     ), made_memberships as (
       insert into group_memberships (id, document_id, ${kept})
       select id, ${documentId}, ${moments} from planned
     ), in_group as (
       insert into group_memberships_group_lnk (group_membership_id, group_id)
       select id, group_id from planned
     ), of_person as (
       insert into group_memberships_user_lnk (group_membership_id, user_id)
       select id, person from planned
     ), planned_work as (
       select id as group_id, nextval('milestones_id_seq') as milestone_id,
              nextval('tasks_id_seq') as task_id, nextval('tasks_id_seq') as other_id
         from made_groups
     ), made_milestones as (
       insert into milestones (id, document_id, title, priority, "order", ${kept})
       select milestone_id, ${documentId}, 'First dive', 'medium', 0, ${moments} from planned_work
     ), of_group as (
       insert into milestones_group_lnk (milestone_id, group_id)
       select milestone_id, group_id from planned_work
     ), made_tasks as (
       insert into tasks (id, document_id, title, priority, "order", ${kept})
       select id, ${documentId}, 'Wash the masks', 'medium', 0, ${moments}
         from (select task_id as id from planned_work
               union all select other_id from planned_work) as work
     ), tasks_of_group as (
       insert into tasks_group_lnk (task_id, group_id)
       select task_id, group_id from planned_work
        union all select other_id, group_id from planned_work
     ), tasks_of_milestone as (
       insert into tasks_milestone_lnk (task_id, milestone_id)
       select task_id, milestone_id from planned_work
     )
     insert into tasks_assignee_lnk (task_id, user_id)
     select task_id, :assignee from planned_work`,
    {
      prefix,
      count,
      mentor: mentor.userId,
      members: members.map(({ userId }) => userId),
      assignee: members[0]?.userId ?? mentor.userId,
    },
  );
}
