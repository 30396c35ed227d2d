import type { Principal, UserPrincipal } from '../plugins/accounts/contract/principal';
import { NO_ROWS, type IdCondition, type RowRule } from '../lib/row-rule';

/** Groups that somebody is a member of. Relies on group_memberships_person_key. */
const MEMBER_OF = `
  select member_group.id
    from group_memberships as membership
    join groups as member_group on member_group.document_id = membership.group_document_id
   where membership.user_document_id = :personDocumentId`;
/** Groups that have somebody as their mentor. */
const MENTOR_OF = `
  select mentor_link.group_id from groups_mentor_lnk as mentor_link where mentor_link.user_id = :personId`;

const idsOf = (statement: string, { userId, documentId }: UserPrincipal): IdCondition => ({
  idIn: statement,
  bindings: { personId: userId, personDocumentId: documentId },
});

/** Groups that a person belongs to, in whatever part; all of them for administrators. */
export function readableGroups(principal: Principal): RowRule {
  if (principal.kind !== 'user') return NO_ROWS;
  if (principal.role === 'admin') return [];
  return [idsOf(`${MEMBER_OF} union all ${MENTOR_OF}`, principal)];
}

/**
 * Groups whose people, milestones and tasks a person looks after: a mentor those that name them as
 * their mentor, a supervisor those they are a member of as well. The role decides, every time anew:
 * who is no mentor any more manages nothing, whatever a group says.
 */
export function managedGroups(principal: Principal): RowRule {
  if (principal.kind !== 'user') return NO_ROWS;
  if (principal.role === 'admin') return [];
  if (principal.role === 'mentor') return [idsOf(MENTOR_OF, principal)];
  if (principal.role === 'supervisor') {
    return [idsOf(`${MEMBER_OF} union all ${MENTOR_OF}`, principal)];
  }
  return NO_ROWS;
}

/** What belongs to a group, and the table that links the two. */
const WORK = {
  milestones: 'select link.milestone_id from milestones_group_lnk as link where link.group_id in',
  tasks: 'select link.task_id from tasks_group_lnk as link where link.group_id in',
} as const;
export type WorkTable = keyof typeof WORK;

/** Turns a rule about groups into one about what belongs to them. */
function withinGroups(groups: RowRule, table: WorkTable): RowRule {
  return groups.map((condition) => {
    if (!('idIn' in condition)) return condition;
    return { ...condition, idIn: `${WORK[table]} (${condition.idIn})` };
  });
}

/** Milestones or tasks of the groups that a person belongs to. */
export const readableWork =
  (table: WorkTable) =>
  (principal: Principal): RowRule =>
    withinGroups(readableGroups(principal), table);

/** Milestones or tasks of the groups that a person manages. */
export const managedWork =
  (table: WorkTable) =>
  (principal: Principal): RowRule =>
    withinGroups(managedGroups(principal), table);
