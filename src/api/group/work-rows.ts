import type { Knex } from 'knex';
import type { WorkItem } from './contract/work-desk';

/** Each with what links it to its group and to whom it was given. */
const ITEMS = {
  milestones: {
    group: 'milestones_group_lnk',
    assignee: 'milestones_assignee_lnk',
    key: 'milestone_id',
  },
  tasks: { group: 'tasks_group_lnk', assignee: 'tasks_assignee_lnk', key: 'task_id' },
} as const;

interface HeldItem {
  /** By documentId, both. */
  group: string;
  assignee: string | null;
}

/** An item that nobody else changes before the transaction ends. */
export async function findHeldItem(
  trx: Knex,
  { table, documentId }: WorkItem,
): Promise<HeldItem | undefined> {
  const { group, assignee, key } = ITEMS[table];
  const { rows } = await trx.raw<{ rows: HeldItem[] }>(
    `select groups.document_id as "group", account.document_id as assignee
       from ${table} as item
       join ${group} as link on link.${key} = item.id
       join groups on groups.id = link.group_id
       left join ${assignee} as assigned on assigned.${key} = item.id
       left join up_users as account on account.id = assigned.user_id
      where item.document_id = :documentId
        for no key update of item`,
    { documentId },
  );
  return rows[0];
}

/** Nobody deletes the group before the transaction ends. */
export async function holdGroup(trx: Knex, documentId: string): Promise<void> {
  await trx.raw('select 1 from groups where document_id = :documentId for key share', {
    documentId,
  });
}

/** Whether somebody is a member of a group or its mentor. Relies on group_memberships_person_key. */
export async function isOfGroup(
  db: Knex,
  { group, person }: { group: string; person: string },
): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select 1
       from group_memberships
      where user_document_id = :person and group_document_id = :group
     union all
     select 1
       from groups
       join groups_mentor_lnk as link on link.group_id = groups.id
       join up_users as mentor on mentor.id = link.user_id
      where groups.document_id = :group and mentor.document_id = :person
      limit 1`,
    { group, person },
  );
  return rows.length > 0;
}
