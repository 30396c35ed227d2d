import type { DocumentRule } from '../../lib/document-rules/document-rules';

/** What belongs to a group says so itself, so that each of them is checked. */
export const groupRule: DocumentRule = {
  uid: 'api::group.group',
  relations: {},
  ledElsewhere: ['memberships', 'milestones', 'tasks'],
  check: () => [],
};
