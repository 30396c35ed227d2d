import { taskRule } from './document-rule';

const group = { id: 1, documentId: 'one' };
const other = { id: 2, documentId: 'two' };
const faultsOf = (entry: object) =>
  taskRule.check({ ...entry }, { isDraft: false }).map(({ path }) => path.join('.'));

it('needs a group', () => {
  expect(faultsOf({ group: null, milestone: null })).toEqual(['group']);
  expect(faultsOf({ group, milestone: null })).toEqual([]);
});

it('has its group from its milestone when nobody says one', () => {
  expect(taskRule.complete?.({ group: null, milestone: { group } })).toEqual({
    group: { set: [{ documentId: 'one' }] },
  });
  expect(taskRule.complete?.({ group: other, milestone: { group } })).toEqual({});
  expect(taskRule.complete?.({ group: null, milestone: null })).toEqual({});
});

it('is of the group that its milestone is of', () => {
  expect(faultsOf({ group, milestone: { group } })).toEqual([]);
  expect(faultsOf({ group, milestone: { group: other } })).toEqual(['milestone']);
});
