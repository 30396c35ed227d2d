import { startApp, type TestApp } from '../support/app';
import { insertOccurrence } from '../support/factories';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await insertOccurrence(app.db, {
    document_id: 'public00000000000000000a',
    scientific_name: 'Gadus morhua',
    raw: JSON.stringify({ secretField: 'of the provider' }),
    content_hash: 'abc',
  });
  await insertOccurrence(app.db, { document_id: 'absent00000000000000000a', absence: true });
  await insertOccurrence(app.db, { document_id: 'dropped0000000000000000a', dropped: true });
  await insertOccurrence(app.db, {
    document_id: 'withdrawn000000000000000',
    withdrawn_at: new Date('2026-01-01'),
  });
  await insertOccurrence(app.db, {
    document_id: 'hidden00000000000000000a',
    hidden_at: new Date('2026-01-01'),
  });
});
afterAll(() => app.stop());

interface Body {
  data: Record<string, unknown> | { documentId: string }[];
  meta: { pagination: { total: number } };
}

const get = async (path: string) => {
  const answer = await fetch(`${app.url}${path}`);
  return { status: answer.status, body: (await answer.json()) as Body };
};

it('lists what is present, kept, not withdrawn and not hidden, and counts the same', async () => {
  const { status, body } = await get('/api/occurrences');
  expect(status).toBe(200);
  const rows = body.data as { documentId: string }[];
  expect(rows.map((row) => row.documentId)).toEqual(['public00000000000000000a']);
  expect(body.meta.pagination.total).toBe(1);
});

it('shows one occurrence without its raw record and its hash', async () => {
  const { status, body } = await get('/api/occurrences/public00000000000000000a');
  expect(status).toBe(200);
  expect(body.data).toMatchObject({ scientificName: 'Gadus morhua', decimalLatitude: 38.7 });
  expect(body.data).not.toHaveProperty('raw');
  expect(body.data).not.toHaveProperty('contentHash');
  expect(JSON.stringify(body)).not.toContain('of the provider');
});

it.each([
  'absent00000000000000000a',
  'dropped0000000000000000a',
  'withdrawn000000000000000',
  'hidden00000000000000000a',
])('answers 404 for %s, as for one that never was', async (documentId) => {
  expect((await get(`/api/occurrences/${documentId}`)).status).toBe(404);
});

it("cannot be talked into hidden rows by the caller's filters", async () => {
  const filters = 'filters[$or][0][absence]=true&filters[$or][1][dropped]=true';
  expect((await get(`/api/occurrences?${filters}`)).body.data).toEqual([]);
});

it.each([
  'filters[raw][$contains]=secret',
  'filters[contentHash][$startsWith]=a',
  'sort=contentHash',
  'fields=raw',
  'where[id]=1',
  'unknown=1',
])('refuses %s', async (query) => {
  expect((await get(`/api/occurrences?${query}`)).status).toBe(400);
});

it.each(['POST', 'PUT', 'DELETE'])('lets nobody %s an occurrence over REST', async (method) => {
  const one = method === 'POST' ? '' : '/public00000000000000000a';
  const answer = await fetch(`${app.url}/api/occurrences${one}`, {
    method,
    ...(method !== 'DELETE' && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: { scientificName: 'Nemo' } }),
    }),
  });
  expect(answer.status).toBe(401);
});
