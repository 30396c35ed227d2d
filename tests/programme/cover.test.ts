import { startApp, type TestApp } from '../support/app';
import { insertEvent, makeSignedIn, type SignedIn } from '../support/events';
import { ask } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let admin: SignedIn;
beforeAll(async () => {
  app = await startApp();
  admin = await makeSignedIn(app, { role: 'admin' });
});
afterAll(() => app.stop());

let made = 0;
async function insertFile(mime = 'image/png'): Promise<string> {
  made += 1;
  const documentId = `f${String(made).padStart(23, '0')}`;
  await app.db('files').insert({
    document_id: documentId,
    name: `cover-${made}.png`,
    hash: `cover-${made}`,
    ext: '.png',
    mime,
    size: 12,
    width: 4,
    height: 3,
    provider: 'local',
    url: `/uploads/cover-${made}.png`,
  });
  return documentId;
}

const put = (event: string, body: unknown, { headers }: Pick<SignedIn, 'headers'> = admin) =>
  ask(app, `/events/${event}/cover`, { method: 'PUT', headers, body });
const remove = (event: string, { headers }: Pick<SignedIn, 'headers'> = admin) =>
  ask(app, `/events/${event}/cover`, { method: 'DELETE', headers });
const versionsOf = async (event: string) => {
  const rows = await app
    .db('events')
    .where('document_id', event)
    .orderBy('id')
    .select<Record<string, unknown>[]>();
  return rows.map((row) => ({ ...row, updated_at: undefined }));
};
const coversOf = (event: string) =>
  app
    .db('files_related_mph as related')
    .join('events', 'events.id', 'related.related_id')
    .where({ document_id: event, related_type: 'api::event.event', field: 'cover' })
    .count<{ count: string }[]>()
    .then(([row]) => Number(row?.count));

it('is set, replaced and taken away without touching anything else but when it changed', async () => {
  const event = await insertEvent(app);
  const before = await versionsOf(event);
  const [first, second] = [await insertFile(), await insertFile()];

  const { status, body } = await put(event, { fileId: first });
  expect(status).toBe(200);
  expect(body.data).toMatchObject({
    documentId: event,
    title: 'Seal count',
    registrationCount: 0,
    cover: { id: first, mime: 'image/png', width: 4, height: 3, url: expect.any(String) },
  });
  expect(await coversOf(event)).toBe(2);
  expect((await put(event, { fileId: second })).body.data.cover.id).toBe(second);
  expect(await coversOf(event)).toBe(2);
  const shown = (await ask(app, `/events/${event}`)).body.data;
  expect(shown.cover.id).toBe(second);

  expect((await remove(event)).body.data).toMatchObject({ documentId: event, cover: null });
  expect(await coversOf(event)).toBe(0);
  expect((await remove(event)).status).toBe(200);
  expect(await versionsOf(event)).toEqual(before);
});

it('stays when the event is published again', async () => {
  const event = await insertEvent(app);
  const fileId = await insertFile();
  await put(event, { fileId });
  await app.strapi.documents('api::event.event').publish({ documentId: event });
  const { body } = await ask(app, '/events?pagination[pageSize]=100');
  const shown = (body.data as { documentId: string; cover: { id: string } }[]).find(
    ({ documentId }) => documentId === event,
  );
  expect(shown?.cover.id).toBe(fileId);
});

it('can be given to a draft, which is shown as the draft that it is', async () => {
  const event = await insertEvent(app, { is_draft: true });
  const fileId = await insertFile();
  const { status, body } = await put(event, { fileId });
  expect([status, body.data.publishedAt, body.data.cover.id]).toEqual([200, null, fileId]);
});

it.each<[string, unknown, string]>([
  ['a file that is not there', { fileId: 'nothing' }, '/fileId'],
  ['no file', {}, '/fileId'],
  ['more than a file', { fileId: 'x', title: 'y' }, '/title'],
  ['no text', { fileId: 7 }, '/fileId'],
])('is 422 for %s', async (_what, sent, pointer) => {
  const event = await insertEvent(app);
  const { status, body } = await put(event, sent);
  expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
  expect(await coversOf(event)).toBe(0);
});

it('is 422 for what is no image', async () => {
  const event = await insertEvent(app);
  const { status, body } = await put(event, { fileId: await insertFile('application/pdf') });
  expect([status, body.errors[0].code]).toEqual([422, 'wrong-kind']);
  expect(await coversOf(event)).toBe(0);
});

it('is for administrators, and for events that are there', async () => {
  const event = await insertEvent(app);
  const fileId = await insertFile();
  const student = await makeSignedIn(app);
  expect((await put(event, { fileId }, student)).status).toBe(403);
  expect((await put(event, { fileId }, { headers: {} })).status).toBe(401);
  expect((await remove(event, student)).status).toBe(403);
  expect((await put('nothing', { fileId })).status).toBe(404);
  expect((await remove('nothing')).status).toBe(404);
});
