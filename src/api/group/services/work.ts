import type { Knex } from 'knex';
import { managedGroups, managedWork, readableGroups, readableWork } from '../../../access/groups';
import { forbidden, notFound, wrongAt } from '../../../lib/refusals';
import { ruleHolds } from '../../../lib/row-rule-holds';
import type { Principal } from '../../../plugins/accounts/contract/principal';
import type { WorkDesk, WorkItem } from '../contract/work-desk';
import { findGroup } from '../find-group';
import { findHeldItem, holdGroup, isOfGroup } from '../work-rows';

const notManaged = () =>
  forbidden('Only those who look after a group may change its milestones and tasks.');

async function holdItem(trx: Knex, principal: Principal, item: WorkItem) {
  if (!(await ruleHolds(trx, readableWork(item.table)(principal), item))) throw notFound();
  if (!(await ruleHolds(trx, managedWork(item.table)(principal), item))) throw notManaged();
  const held = await findHeldItem(trx, item);
  if (!held) throw notFound();
  return held;
}

async function holdManagedGroup(trx: Knex, principal: Principal, name: string): Promise<string> {
  const documentId = await findGroup(trx, name);
  const row = { table: 'groups', documentId };
  if (!(await ruleHolds(trx, readableGroups(principal), row))) {
    throw notFound({ pointer: '/data/group', message: 'Names no group that you may see.' });
  }
  if (!(await ruleHolds(trx, managedGroups(principal), row))) throw notManaged();
  await holdGroup(trx, documentId);
  return documentId;
}

async function checkAssignee(trx: Knex, group: string, assignee: string): Promise<void> {
  if (await isOfGroup(trx, { group, person: assignee })) return;
  throw wrongAt({
    pointer: '/data/assignee',
    code: 'not-a-member',
    message: 'Names nobody who is a member of the group or its mentor.',
  });
}

export default (): WorkDesk => ({
  async placeNew(trx, principal, { group: name, assignee }) {
    const group = await holdManagedGroup(trx, principal, name);
    if (assignee) await checkAssignee(trx, group, assignee);
    return group;
  },

  async placeChanged(trx, principal, { item, place }) {
    const before = await holdItem(trx, principal, item);
    const group =
      place.group === undefined
        ? before.group
        : await holdManagedGroup(trx, principal, place.group);
    // Who has left the group since keeps what they were given, as long as it stays in the group.
    const isMoved = group !== before.group;
    const assignee = place.assignee === undefined && isMoved ? before.assignee : place.assignee;
    if (assignee) await checkAssignee(trx, group, assignee);
    return group;
  },

  async hold(trx, principal, item) {
    const { group } = await holdItem(trx, principal, item);
    return group;
  },
});
