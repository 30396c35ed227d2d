/**
 * How the content manager shows accounts at first; who may configure views can change that there.
 * What it has no field for (password, Strapi's own flags) is hidden in user-attributes.ts.
 */
const called = (label: string) => ({ edit: { label }, list: { label } });
const readOnly = (label: string) => ({ edit: { label, editable: false }, list: { label } });

export const USER_VIEW = {
  settings: {
    mainField: 'username',
    defaultSortBy: 'username',
    defaultSortOrder: 'ASC',
    pageSize: 20,
    searchable: true,
    filterable: true,
    bulkable: true,
  },
  metadatas: {
    username: called('Name'),
    email: called('Mail address'),
    accountStatus: called('Status'),
    role: called('Role'),
    track: called('Track'),
    lastSignInAt: readOnly('Last sign-in'),
    emailVerifiedAt: readOnly('Address proven'),
    isProtected: called('Protected'),
  },
  layouts: {
    list: ['username', 'email', 'accountStatus', 'role', 'track', 'lastSignInAt'],
    edit: [
      [
        { name: 'username', size: 6 },
        { name: 'email', size: 6 },
      ],
      [
        { name: 'accountStatus', size: 6 },
        { name: 'role', size: 6 },
      ],
      [
        { name: 'track', size: 6 },
        { name: 'lastSignInAt', size: 6 },
      ],
      [
        { name: 'emailVerifiedAt', size: 6 },
        { name: 'isProtected', size: 6 },
      ],
    ],
  },
};
