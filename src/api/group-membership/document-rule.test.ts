import { membershipRule } from './document-rule';

const ada = { documentId: 'ada' };
const group = { memberships: [{ id: 1, userDocumentId: 'ada' }] };
const faultsOf = (entry: object) =>
  membershipRule.check({ ...entry }, { isDraft: false }).map(({ path }) => path.join('.'));

it('needs a group and a person', () => {
  expect(faultsOf({ group: null, user: ada })).toEqual(['group']);
  expect(faultsOf({ group, user: null })).toEqual(['user']);
  expect(faultsOf({ group: { memberships: [] }, user: ada })).toEqual([]);
});

it('is the only one of a person in a group', () => {
  expect(faultsOf({ group, user: ada })).toEqual(['user']);
  expect(faultsOf({ id: 1, group, user: ada })).toEqual([]);
});
