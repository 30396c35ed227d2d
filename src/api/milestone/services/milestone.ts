import { factories, type Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { withDefaultSort } from '../../../lib/default-sort';
import type { ShownEntry } from '../../../lib/http/rest-query/present';
import type { ShownPerson } from '../../group/contract/shown-person';

interface MilestoneRow {
  documentId: string;
  assigneeId: string | null;
  assigneeName: string;
  assigneeRole: string | null;
  total: number;
  completed: number;
}

interface Shown {
  assignee: ShownPerson | null;
  progress: { total: number; completed: number; percent: number };
}

function show({ assigneeId, assigneeName, assigneeRole, total, completed }: MilestoneRow): Shown {
  const isAssigned = assigneeId !== null;
  return {
    assignee: isAssigned ? { id: assigneeId, name: assigneeName, role: assigneeRole } : null,
    // Nothing to do is no progress; only what is done wholly is 100.
    progress: { total, completed, percent: total && Math.floor((completed * 100) / total) },
  };
}

/** One row each, said to the planner by `limit`: it cannot know that links to one are one. */
async function readShown(db: Knex, documentIds: string[]): Promise<Map<string, Shown>> {
  const { rows } = await db.raw<{ rows: MilestoneRow[] }>(
    `select milestone.document_id as "documentId", assignee.document_id as "assigneeId",
            assignee.name as "assigneeName", assignee.role as "assigneeRole",
            coalesce(work.total, 0) as total, coalesce(work.completed, 0) as completed
       from milestones as milestone
       left join lateral (
         select person.document_id, person.name, person.role
           from milestones_assignee_lnk as link join people as person on person.id = link.user_id
          where link.milestone_id = milestone.id
          limit 1
       ) as assignee on true
       left join (
         select link.milestone_id, cast(count(*) as integer) as total,
                cast(count(task.completed_at) as integer) as completed
           from tasks_milestone_lnk as link
           join tasks as task on task.id = link.task_id
          where link.milestone_id in (select id from milestones where document_id = any(:documentIds))
          group by link.milestone_id
       ) as work on work.milestone_id = milestone.id
      where milestone.document_id = any(:documentIds)`,
    { documentIds },
  );
  return new Map(rows.map((row) => [row.documentId, show(row)]));
}

const createService = factories.createCoreService('api::milestone.milestone', ({ strapi }) => ({
  /** One statement. Whoever sees a milestone sees all of its tasks: they are of the same group. */
  async present(entries: ShownEntry[]): Promise<void> {
    const ids = entries.map(({ documentId }) => documentId);
    const shown = await readShown(strapi.db.connection, ids);
    for (const entry of entries) Object.assign(entry, shown.get(entry.documentId));
  },
}));

export default (context: { strapi: Core.Strapi }) =>
  withDefaultSort(createService(context), ['order:asc', 'dueDate:asc', 'id:asc']);
