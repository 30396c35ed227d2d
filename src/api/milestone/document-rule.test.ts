import { milestoneRule } from './document-rule';

const group = { id: 1, code: 'BTF001' };
const other = { id: 2, code: 'BTF002' };
const faultsOf = (entry: object) =>
  milestoneRule.check({ ...entry }, { isDraft: false }).map(({ path }) => path.join('.'));

it('needs a group', () => {
  expect(faultsOf({ group: null })).toEqual(['group']);
  expect(faultsOf({ group })).toEqual([]);
});

it('stays with its tasks', () => {
  expect(faultsOf({ group, tasks: [{ group }, { group: null }] })).toEqual([]);
  expect(faultsOf({ group: other, tasks: [{ group }] })).toEqual(['group']);
  expect(faultsOf({ group: other, tasks: [] })).toEqual([]);
});
