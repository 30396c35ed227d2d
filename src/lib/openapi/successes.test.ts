import { successesOf } from './successes';

const json = (schema: object) => ({
  description: 'OK',
  content: { 'application/json': { schema } },
});
const entry = json({ properties: { data: { properties: { documentId: { type: 'string' } } } } });
const statuses = (...given: Parameters<typeof successesOf>) => Object.keys(successesOf(...given));

it.each<[string, string, object | undefined, string[]]>([
  ['get', '/events/{id}', entry, ['200']],
  ['post', '/events', entry, ['201']],
  ['put', '/events/{id}', entry, ['200']],
  ['delete', '/events/{id}', entry, ['204']],
  ['delete', '/events/{id}/cover', entry, ['200']],
  ['delete', '/uploads/{id}', undefined, ['204']],
  ['delete', '/messages/{id}', json({ properties: { eventSeq: {} } }), ['200']],
  ['post', '/importer/runs', json({ 'x-status': 202 }), ['202']],
  ['get', '/tiles', json({ 'x-media-type': 'a/b', 'x-also': [204, 304] }), ['200', '204', '304']],
])('%s %s', (method, path, response, expected) => {
  expect(statuses(method, path, response as Record<string, unknown> | undefined)).toEqual(expected);
});

it('keeps its own words out of the document', () => {
  const answers = successesOf('get', '/tiles', json({ 'x-media-type': 'a/b', 'x-also': [304] }));
  expect(JSON.stringify(answers)).not.toContain('x-');
  expect(answers['200']).toMatchObject({ content: { 'a/b': { schema: {} } } });
});
