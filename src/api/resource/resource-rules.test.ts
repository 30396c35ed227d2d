import { resourceRule } from './resource-rules';

const resource = { audience: ['all'], resourceType: 'document' };
const url = 'https://example.org/a';
const file = { id: 7 };

const faultyPaths = (more: object, isDraft: boolean) =>
  resourceRule.check({ ...resource, ...more }, { isDraft }).map(({ path }) => path.join('.'));

it.each([
  [{ url }, []],
  [{ file }, []],
  [{ resourceType: 'link', url }, []],
  [{ resourceType: 'link', url, file }, []],
  [{}, ['url']],
  [{ file: null, url: '' }, ['url']],
  [{ url, file }, ['url']],
  [{ resourceType: 'link', file }, ['url']],
  [{ url: 'ftp://example.org' }, ['url']],
  [{ url: 'https://' }, ['url']],
  [{ url, audience: null }, ['audience']],
  [{ url, audience: 'all' }, ['audience']],
])('finds the faults of %j where all may read it', (more, paths) => {
  expect(faultyPaths(more, false)).toEqual(paths);
});

it.each([
  [{ audience: null }, []],
  [{ url, file }, ['url']],
  [{ url, audience: [] }, ['audience']],
])('finds the faults of the draft %j', (more, paths) => {
  expect(faultyPaths(more, true)).toEqual(paths);
});
