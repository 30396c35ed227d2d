import type { Core } from '@strapi/strapi';
import type { Knex } from 'knex';
import { readableWork } from '../../access/groups';
import { wrongAt } from '../../lib/refusals';
import { ruleHolds } from '../../lib/row-rule-holds';
import { withinTransaction } from '../../lib/within-transaction';
import { writtenAs } from '../../lib/written-as';
import type { Principal } from '../../plugins/accounts/contract/principal';
import type { WorkDesk } from '../group/contract/work-desk';
import type { NewTask, TaskPatch } from './task-body';

const RELATIONS = ['group', 'milestone', 'assignee'] as const;

const itemOf = (documentId: string) => ({ table: 'tasks' as const, documentId });

const unknownMilestone = () =>
  wrongAt({
    pointer: '/data/milestone',
    code: 'unknown-milestone',
    message: 'Names no milestone that you may see.',
  });

/** The group of a milestone, which nobody moves or deletes before the transaction ends. */
async function holdMilestone(trx: Knex, principal: Principal, documentId: string): Promise<string> {
  const row = { table: 'milestones', documentId };
  if (!(await ruleHolds(trx, readableWork('milestones')(principal), row))) throw unknownMilestone();
  const { rows } = await trx.raw<{ rows: { group: string }[] }>(
    `select groups.document_id as "group"
       from milestones as milestone
       join milestones_group_lnk as link on link.milestone_id = milestone.id
       join groups on groups.id = link.group_id
      where milestone.document_id = :documentId
        for share of milestone`,
    { documentId },
  );
  const [found] = rows;
  if (!found) throw unknownMilestone();
  return found.group;
}

/** Writes of tasks by the API, each in one transaction. They throw what the work desk throws. */
export const taskWriting = (strapi: Core.Strapi) => {
  const desk = () => strapi.service('api::group.work') as unknown as WorkDesk;
  const tasks = () => strapi.documents('api::task.task');

  return {
    /** @returns the documentId. @throws Problem `validation-failed` at `/data/milestone` */
    create: (principal: Principal, data: NewTask): Promise<string> =>
      withinTransaction(strapi, async (trx) => {
        const { milestone } = data;
        const ofMilestone = milestone ? await holdMilestone(trx, principal, milestone) : '';
        const place = { ...data, group: data.group ?? ofMilestone };
        const group = await desk().placeNew(trx, principal, place);
        const made = await tasks().create({ data: writtenAs({ ...data, group }, RELATIONS) });
        return made.documentId;
      }),

    /** @throws Problem `validation-failed` at `/data/milestone` */
    update: (principal: Principal, documentId: string, data: TaskPatch): Promise<void> =>
      withinTransaction(strapi, async (trx) => {
        const item = itemOf(documentId);
        const group = await desk().placeChanged(trx, principal, { item, place: data });
        if (data.milestone) await holdMilestone(trx, principal, data.milestone);
        await tasks().update({ documentId, data: writtenAs({ ...data, group }, RELATIONS) });
      }),

    delete: (principal: Principal, documentId: string): Promise<void> =>
      withinTransaction(strapi, async (trx) => {
        await desk().hold(trx, principal, itemOf(documentId));
        await tasks().delete({ documentId });
      }),
  };
};
