import { startApp, type TestApp } from '../support/app';
import { withoutRequest } from '../support/sign-in-rig';
import { onServer, useUploadFolder } from '../support/uploads';
import { createContentRig, insertFile, type ContentRig, type Reader } from './content-rig';

process.env.THROTTLE_ENABLED = 'false';
const folder = useUploadFolder();

let app: TestApp;
let rig: ContentRig;
beforeAll(async () => {
  app = await startApp();
  rig = await createContentRig(app);
});
afterAll(async () => {
  await app.stop();
  folder.remove();
});

const GUIDE = 'https://example.org/guide?page=1';
const addLink = async (more: object = {}, query = '') => {
  const data = { title: 'Guide', resourceType: 'link', url: GUIDE, audience: ['public'], ...more };
  return (await rig.add(`/resources${query}`, data)).body.data.documentId as string;
};
const addFile = async () => {
  const { documentId: fileId } = await insertFile(app);
  const data = { title: 'Tides', fileId, audience: ['student'] };
  return (await rig.add('/resources', data)).body.data.documentId as string;
};
const download = (
  reader: Reader,
  documentId: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) => rig.follow(reader, `/resources/${documentId}/download`, { method, headers });
const countOf = async (documentId: string) =>
  (await rig.as('admin', `/resources/${documentId}`)).body.data.downloadCount as number;

it('leads to the address of a link, for anyone where it is public', async () => {
  const documentId = await addLink();
  const { status, headers } = await download('anonymous', documentId);
  expect([status, headers.get('location')]).toEqual([302, GUIDE]);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
  expect(await countOf(documentId)).toBe(1);
});

it('leads to a signed link of a file that works for a while', async () => {
  const documentId = await addFile();
  const { status, headers } = await download('student', documentId);
  expect(status).toBe(302);
  expect(headers.get('location')).toMatch(/\?.+=/);
});

it('hands out what was uploaded, under its name', async () => {
  const content = 'day;height\n2026-01-01;2.4\n';
  const form = new FormData();
  form.append('files', new Blob([content], { type: 'text/csv' }), 'tides.csv');
  const uploaded = await rig.send('admin', '/uploads', form);
  const data = { title: 'Tides', fileId: uploaded.body.data[0].id, audience: ['student'] };
  const added = await rig.add('/resources', data);
  expect(added.body.data).toMatchObject({ hasFile: true, fileName: 'tides.csv', mime: 'text/csv' });
  const { headers } = await download('student', added.body.data.documentId as string);
  const file = await fetch(onServer(app, headers.get('location') ?? ''));
  expect([file.status, await file.text()]).toEqual([200, content]);
  expect(file.headers.get('content-disposition')).toMatch(/^attachment;.*tides\.csv/);
});

it('counts 100 downloads at once as 100', async () => {
  const documentId = await addFile();
  const all = Array.from({ length: 100 }, () => download('student', documentId));
  const statuses = new Set((await Promise.all(all)).map(({ status }) => status));
  expect([...statuses]).toEqual([302]);
  expect(await countOf(documentId)).toBe(100);
});

it('counts no look, and a file that comes in pieces once', async () => {
  const documentId = await addFile();
  const range = (text: string) => ({ headers: { range: text } });
  await download('student', documentId, { method: 'HEAD' });
  await download('student', documentId, range('bytes=1024-'));
  await download('student', documentId, range('bytes=-500'));
  expect(await countOf(documentId)).toBe(0);
  await download('student', documentId, range('bytes=0-1023'));
  expect(await countOf(documentId)).toBe(1);
});

it('keeps the count when the resource is published anew', async () => {
  const documentId = await addLink();
  await download('anonymous', documentId);
  const body = { data: { title: 'Guide, second edition' } };
  await rig.as('admin', `/resources/${documentId}`, { method: 'PUT', body });
  expect(await countOf(documentId)).toBe(1);
});

it('knows nothing of what is for others, a draft or gone', async () => {
  const forStudents = await addFile();
  const draft = await addLink({}, '?status=draft');
  const missing = await download('mentor', 'a'.repeat(24));
  expect(missing.status).toBe(404);
  for (const [reader, documentId] of [
    ['anonymous', forStudents],
    ['mentor', forStudents],
    ['mentor', draft],
    ['admin', draft],
  ] as const) {
    const answer = await download(reader, documentId);
    expect(withoutRequest(answer)).toEqual(withoutRequest(missing));
  }
  const { rows } = await app.db.raw<{ rows: unknown[] }>(
    'select 1 from resource_downloads where resource_document_id in (?, ?)',
    [forStudents, draft],
  );
  expect(rows).toEqual([]);
});

it('leads to no address but http and https, however it came there', async () => {
  const documentId = await addLink();
  const place = { url: 'javascript:alert(1)' };
  await app.db('resources').where('document_id', documentId).update(place);
  const { status, headers, body } = await download('anonymous', documentId);
  expect([status, body.code, headers.get('location')]).toEqual([404, 'no-file', null]);
});

it('takes no query', async () => {
  const documentId = await addLink();
  const answer = await rig.follow('anonymous', `/resources/${documentId}/download?inline=1`, {});
  expect(answer.status).toBe(400);
});
