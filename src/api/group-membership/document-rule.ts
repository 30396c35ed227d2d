import type { DocumentRule, PlannedEntry } from '../../lib/document-rules/document-rules';

interface Membership {
  id: number;
  userDocumentId: string | null;
}
/** As `relations` has them read; who is made has no id yet. */
const partsOf = (entry: PlannedEntry) =>
  entry as {
    id?: number;
    group: { memberships: Membership[] } | null;
    user: { documentId: string } | null;
  };

/**
 * A membership is of a person in a group, and the only one. Of two at once the database refuses the
 * second; here it is said at the field.
 */
export const membershipRule: DocumentRule = {
  uid: 'api::group-membership.group-membership',
  relations: { group: { populate: ['memberships'] }, user: {} },
  check: (entry) => {
    const { id, group, user } = partsOf(entry);
    if (!group) return [{ path: ['group'], message: 'A membership needs a group.' }];
    if (!user) return [{ path: ['user'], message: 'A membership needs a person.' }];
    const isSecond = group.memberships.some(
      (other) => other.id !== id && other.userDocumentId === user.documentId,
    );
    if (!isSecond) return [];
    return [{ path: ['user'], message: 'This person is a member of the group already.' }];
  },
};
