import type { Knex } from 'knex';
import type { WorkTable } from '../../../access/groups';
import type { Principal } from '../../../plugins/accounts/contract/principal';

/** A milestone or task. */
export interface WorkItem {
  table: WorkTable;
  documentId: string;
}

/** What is said about a milestone or task that its group decides on. What is left out stays as it is. */
export interface WorkPlace {
  /** The documentId or code. */
  group?: string | undefined;
  assignee?: string | null | undefined;
}

/**
 * Service `api::group.work`: what writes of milestones and tasks ask about their group, within the
 * transaction of the write. All throw the Problems `not-found` for who may not see the item or its
 * group, `forbidden` for who does not look after the group, and `validation-failed` at
 * `/data/assignee` for who is neither a member nor the mentor.
 */
export interface WorkDesk {
  /** Holds the group of what is about to be made. @returns its documentId. */
  placeNew(trx: Knex, principal: Principal, place: WorkPlace & { group: string }): Promise<string>;
  /** Holds an item, and the group it goes to. @returns the documentId of its group afterwards. */
  placeChanged(
    trx: Knex,
    principal: Principal,
    change: { item: WorkItem; place: WorkPlace },
  ): Promise<string>;
  /** Holds an item. @returns the documentId of its group. */
  hold(trx: Knex, principal: Principal, item: WorkItem): Promise<string>;
}
