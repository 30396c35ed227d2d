import type { Core } from '@strapi/strapi';
import { withinTransaction } from '../../lib/within-transaction';
import { writtenAs } from '../../lib/written-as';
import type { Principal } from '../../plugins/accounts/contract/principal';
import type { WorkFields, WorkPatch } from '../group/contract/work-body';
import type { WorkDesk } from '../group/contract/work-desk';

const itemOf = (documentId: string) => ({ table: 'milestones' as const, documentId });

/** Writes of milestones by the API, each in one transaction. They throw what the work desk throws. */
export const milestoneWriting = (strapi: Core.Strapi) => {
  const desk = () => strapi.service('api::group.work') as unknown as WorkDesk;
  const milestones = () => strapi.documents('api::milestone.milestone');

  return {
    /** @returns the documentId. */
    create: (principal: Principal, data: WorkFields): Promise<string> =>
      withinTransaction(strapi, async (trx) => {
        const group = await desk().placeNew(trx, principal, data);
        const made = await milestones().create({
          data: writtenAs({ ...data, group }, ['group', 'assignee']),
        });
        return made.documentId;
      }),

    update: (principal: Principal, documentId: string, data: WorkPatch): Promise<void> =>
      withinTransaction(strapi, async (trx) => {
        const item = itemOf(documentId);
        const group = await desk().placeChanged(trx, principal, { item, place: data });
        await milestones().update({
          documentId,
          data: writtenAs({ ...data, group }, ['group', 'assignee']),
        });
      }),

    /** Its tasks stay, with the group. */
    delete: (principal: Principal, documentId: string): Promise<void> =>
      withinTransaction(strapi, async (trx) => {
        await desk().hold(trx, principal, itemOf(documentId));
        await milestones().delete({ documentId });
      }),
  };
};
