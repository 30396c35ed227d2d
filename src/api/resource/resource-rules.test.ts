import { checkResource } from './resource-rules';

const published = { audience: ['all'], resourceType: 'document', publishedAt: new Date() };
const url = 'https://example.org/a';

it.each([
  [{ url }, []],
  [{ file: 7 }, []],
  [{ file: { id: 7 } }, []],
  [{ file: { connect: [{ id: 7 }] } }, []],
  [{ resourceType: 'link', url }, []],
  [{ resourceType: 'link', url, file: { id: 7 } }, []],
  [{ publishedAt: null, audience: null }, []],
  [{}, ['url']],
  [{ file: null, url: '' }, ['url']],
  [{ file: { set: [] } }, ['url']],
  [{ url, file: 7 }, ['url']],
  [{ url, file: 7, publishedAt: null }, ['url']],
  [{ resourceType: 'link', file: 7 }, ['url']],
  [{ url: 'ftp://example.org' }, ['url']],
  [{ url: 'https://' }, ['url']],
  [{ url, audience: null }, ['audience']],
  [{ url, audience: 'all' }, ['audience']],
  [{ url, audience: [], publishedAt: null }, ['audience']],
])('finds the faults of %j', (more, paths) => {
  const faults = checkResource({ ...published, ...more });
  expect(faults.map(({ path }) => path.join('.'))).toEqual(paths);
});
