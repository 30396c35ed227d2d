import type { DocumentRule } from '../../lib/document-rules/document-rules';

/** A membership is of a person in a group. That it is the only one, the database says. */
export const membershipRule: DocumentRule = {
  uid: 'api::group-membership.group-membership',
  relations: { group: {}, user: {} },
  check: ({ group, user }) => [
    ...(group ? [] : [{ path: ['group'], message: 'A membership needs a group.' }]),
    ...(user ? [] : [{ path: ['user'], message: 'A membership needs a person.' }]),
  ],
};
