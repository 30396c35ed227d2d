import { factories, type Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { loadEnv } from '../../../env';
import { dayIn } from '../../../lib/day-in';
import { withDefaultSort } from '../../../lib/default-sort';
import type { ShownEntry } from '../../../lib/http/rest-query/present';
import type { ShownPerson } from '../../group/contract/shown-person';

interface TaskRow {
  documentId: string;
  dueDate: string | null;
  isCompleted: boolean;
  assigneeId: string | null;
  assigneeName: string;
  assigneeRole: string | null;
  completerId: string | null;
  completerName: string;
  completerRole: string | null;
}

interface Shown {
  assignee: ShownPerson | null;
  completedBy: ShownPerson | null;
  isCompleted: boolean;
  /** The day it was due is over, by the clocks of TIME_ZONE. */
  isOverdue: boolean;
}

const personOf = (id: string | null, name: string, role: string | null) =>
  id === null ? null : { id, name, role };

function show(row: TaskRow, today: string): Shown {
  const { isCompleted, dueDate } = row;
  return {
    assignee: personOf(row.assigneeId, row.assigneeName, row.assigneeRole),
    completedBy: personOf(row.completerId, row.completerName, row.completerRole),
    isCompleted,
    isOverdue: !isCompleted && dueDate !== null && dueDate < today,
  };
}

/** One row each, said to the planner by `limit`: it cannot know that links to one are one. */
async function readRows(db: Knex, documentIds: string[]): Promise<TaskRow[]> {
  const { rows } = await db.raw<{ rows: TaskRow[] }>(
    `select task.document_id as "documentId", to_char(task.due_date, 'YYYY-MM-DD') as "dueDate",
            task.completed_at is not null as "isCompleted",
            assignee.document_id as "assigneeId", assignee.name as "assigneeName",
            assignee.role as "assigneeRole",
            completer.document_id as "completerId", completer.name as "completerName",
            completer.role as "completerRole"
       from tasks as task
       left join lateral (
         select person.document_id, person.name, person.role
           from tasks_assignee_lnk as link join people as person on person.id = link.user_id
          where link.task_id = task.id
          limit 1
       ) as assignee on true
       left join lateral (
         select person.document_id, person.name, person.role
           from tasks_completed_by_lnk as link join people as person on person.id = link.user_id
          where link.task_id = task.id
          limit 1
       ) as completer on true
      where task.document_id = any(:documentIds)`,
    { documentIds },
  );
  return rows;
}

const createService = factories.createCoreService('api::task.task', ({ strapi }) => ({
  /** One statement. */
  async present(entries: ShownEntry[]): Promise<void> {
    const ids = entries.map(({ documentId }) => documentId);
    const today = dayIn(loadEnv().TIME_ZONE, new Date());
    const rows = await readRows(strapi.db.connection, ids);
    const shown = new Map(rows.map((row) => [row.documentId, show(row, today)]));
    for (const entry of entries) Object.assign(entry, shown.get(entry.documentId));
  },
}));

export default (context: { strapi: Core.Strapi }) =>
  withDefaultSort(createService(context), ['order:asc', 'dueDate:asc', 'id:asc']);
