import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { readableWork } from '../../access/groups';
import type { ShownEntry } from '../../lib/http/rest-query/present';
import { notFound } from '../../lib/refusals';
import { ruleHolds } from '../../lib/row-rule-holds';
import { withinTransaction } from '../../lib/within-transaction';
import type { Principal } from '../../plugins/accounts/contract/principal';

interface TaskService {
  present(entries: ShownEntry[]): Promise<void>;
}

/** Of two at once the first does it; who comes later changes nothing. */
async function markCompleted(trx: Knex, documentId: string, userId: number): Promise<void> {
  await trx.raw(
    `with completed as (
       update tasks
          set completed_at = now() at time zone 'utc', updated_at = now() at time zone 'utc'
        where document_id = :documentId and completed_at is null
       returning id
     ), forgotten as (
       delete from tasks_completed_by_lnk where task_id in (select id from completed) and user_id <> :userId
     )
     insert into tasks_completed_by_lnk (task_id, user_id)
     select id, :userId from completed
         on conflict do nothing`,
    { documentId, userId },
  );
}

async function markOpen(trx: Knex, documentId: string): Promise<void> {
  await trx.raw(
    `with reopened as (
       update tasks
          set completed_at = null, updated_at = now() at time zone 'utc'
        where document_id = :documentId and completed_at is not null
       returning id
     )
     delete from tasks_completed_by_lnk where task_id in (select id from reopened)`,
    { documentId },
  );
}

/** Everybody in a group ticks its tasks off. All throw Problem `not-found`. */
export const taskCompletion = (strapi: Core.Strapi) => {
  const checkSeen = async (trx: Knex, principal: Principal, documentId: string) => {
    const row = { table: 'tasks', documentId };
    if (!(await ruleHolds(trx, readableWork('tasks')(principal), row))) throw notFound();
  };

  return {
    complete: (principal: Principal, documentId: string): Promise<void> =>
      withinTransaction(strapi, async (trx) => {
        await checkSeen(trx, principal, documentId);
        if (principal.kind !== 'user') throw notFound();
        await markCompleted(trx, documentId, principal.userId);
      }),

    reopen: (principal: Principal, documentId: string): Promise<void> =>
      withinTransaction(strapi, async (trx) => {
        await checkSeen(trx, principal, documentId);
        await markOpen(trx, documentId);
      }),

    /** The task as `GET /api/tasks/:id` shows it. The caller has seen that it is within the rules. */
    async read(documentId: string): Promise<unknown> {
      const task = await strapi.documents('api::task.task').findOne({ documentId });
      if (!task) throw notFound();
      const shown = await strapi.contentAPI.sanitize.output(
        task,
        strapi.contentType('api::task.task'),
      );
      await (strapi.service('api::task.task') as unknown as TaskService).present([
        shown as ShownEntry,
      ]);
      return shown;
    },
  };
};
