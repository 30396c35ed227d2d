import { startApp, type TestApp } from '../support/app';
import { inDays, insertEvent, makeSignedIn, type SignedIn } from '../support/events';
import { signInToPanel } from '../support/panel';
import { ask } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

const EVENTS = 'api::event.event';

let app: TestApp;
let admin: SignedIn;
let student: SignedIn;
beforeAll(async () => {
  app = await startApp();
  admin = await makeSignedIn(app, { role: 'admin' });
  student = await makeSignedIn(app);
});
afterAll(() => app.stop());

const whole = {
  title: 'Beach clean-up 🐋',
  summary: 'Bring gloves.',
  description: 'We meet at the pier.\n\nAnd walk.',
  startsAt: inDays(3).toISOString(),
  endsAt: inDays(3.1).toISOString(),
  isOnline: false,
  onlineUrl: null,
  place: 'Pier 4',
  decimalLatitude: 38.7,
  decimalLongitude: -9.1,
  capacity: 20,
  hasWaitingList: false,
  registrationClosesAt: inDays(2).toISOString(),
  audience: ['student', 'mentor'],
};

const write = (
  path: string,
  data: unknown,
  {
    method = 'POST',
    headers = admin.headers,
  }: { method?: string; headers?: SignedIn['headers'] } = {},
) => ask(app, path, { method, headers, body: { data } });
const change = (id: string, data: unknown, query = '') =>
  write(`/events/${id}${query}`, data, { method: 'PUT' });
const read = (path: string, { headers }: Pick<SignedIn, 'headers'> = student) =>
  ask(app, path, { headers });

describe('POST /api/events', () => {
  it('stores all of an event, published, and shows it', async () => {
    const { status, body } = await write('/events', whole);
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      ...whole,
      documentId: expect.any(String),
      publishedAt: expect.any(String),
      registrationCount: 0,
      waitingCount: 0,
      placesLeft: 20,
      registration: null,
      cover: null,
    });
    expect((await read(`/events/${body.data.documentId}`)).body.data).toEqual(body.data);
  });

  it('keeps a draft for those who write', async () => {
    const { status, body } = await write('/events?status=draft', whole);
    expect([status, body.data.publishedAt]).toEqual([201, null]);
    const path = `/events/${body.data.documentId}`;
    expect((await read(path)).status).toBe(404);
    expect((await read(path, admin)).status).toBe(404);
    expect((await read(`${path}?status=draft`, admin)).status).toBe(200);
    expect((await read(`${path}?status=draft`)).status).toBe(400);
  });

  it('needs a title, a start and an audience only', async () => {
    const { title, startsAt, audience } = whole;
    const { status, body } = await write('/events', { title, startsAt, audience });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ isOnline: false, hasWaitingList: true, placesLeft: null });
    const { body: refused } = await write('/events', {});
    const faults = refused.errors as { pointer: string }[];
    expect(faults.map(({ pointer }) => pointer)).toEqual([
      '/data/title',
      '/data/startsAt',
      '/data/audience',
    ]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['an end before the start', { endsAt: inDays(2).toISOString() }, '/data/endsAt'],
    ['a latitude alone', { decimalLongitude: null }, '/data/decimalLongitude'],
    ['an unknown audience', { audience: ['everyone'] }, '/data/audience/0'],
    ['no audience', { audience: [] }, '/data/audience'],
    ['an audience twice', { audience: ['all', 'all'] }, '/data/audience'],
    ['no places', { capacity: 0 }, '/data/capacity'],
    ['half a place', { capacity: 1.5 }, '/data/capacity'],
    ['a title of spaces', { title: '  ' }, '/data/title'],
    ['a title of two lines', { title: 'a\nb' }, '/data/title'],
    ['a long title', { title: 'x'.repeat(201) }, '/data/title'],
    ['a start that is no moment', { startsAt: 'tomorrow' }, '/data/startsAt'],
    ['a link that is none', { onlineUrl: 'javascript:alert(1)' }, '/data/onlineUrl'],
    ['a latitude out of range', { decimalLatitude: 91 }, '/data/decimalLatitude'],
    ['a character that cannot be stored', { description: 'a\u0000b' }, '/data/description'],
    ['a cover', { cover: 1 }, '/data/cover'],
    ['a count', { registrationCount: 5 }, '/data/registrationCount'],
    ['a documentId', { documentId: 'x' }, '/data/documentId'],
  ])('is 422 for %s', async (_what, data, pointer) => {
    const before = await app.db('events').count();
    const { status, body } = await write('/events', { ...whole, ...data });
    expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
    expect(await app.db('events').count()).toEqual(before);
  });

  it('is for administrators', async () => {
    expect((await write('/events', whole, { headers: student.headers })).status).toBe(403);
    expect((await write('/events', whole, { headers: {} })).status).toBe(401);
  });
});

describe('PUT and DELETE /api/events/:id', () => {
  it('changes what is given and leaves the rest', async () => {
    const { documentId, ...before } = (await write('/events', whole)).body.data;
    const { status, body } = await change(documentId as string, { title: 'New', capacity: null });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      ...whole,
      title: 'New',
      capacity: null,
      placesLeft: null,
      createdAt: before.createdAt,
    });
  });

  it('checks a change against what is there', async () => {
    const { documentId } = (await write('/events', whole)).body.data;
    const { status, body } = await change(documentId as string, {
      endsAt: inDays(1).toISOString(),
    });
    expect([status, body.errors[0].pointer]).toEqual([422, '/data/endsAt']);
    const moved = { startsAt: inDays(0.5).toISOString(), endsAt: inDays(1).toISOString() };
    expect((await change(documentId as string, moved)).status).toBe(200);
  });

  it('changes the draft alone when told so', async () => {
    const { documentId } = (await write('/events', whole)).body.data;
    const { body } = await change(documentId as string, { title: 'Later' }, '?status=draft');
    expect(body.data.title).toBe('Later');
    expect((await read(`/events/${documentId}`)).body.data.title).toBe(whole.title);
  });

  it('is 404 for an event that is not there', async () => {
    expect((await change('nothing', { title: 'x' })).status).toBe(404);
  });

  it('deletes both versions, and the registrations with them', async () => {
    const event = await insertEvent(app);
    await ask(app, `/events/${event}/registration`, { method: 'POST', headers: student.headers });
    const { status } = await ask(app, `/events/${event}`, {
      method: 'DELETE',
      headers: admin.headers,
    });
    expect(status).toBe(204);
    expect(await app.db('events').where('document_id', event)).toEqual([]);
    expect(await app.db('event_registrations').where('event_document_id', event)).toEqual([]);
  });
});

describe('an editor in the panel', () => {
  it('keeps to the same rules, and is told at the field', async () => {
    const editor = await signInToPanel(app, 'strapi-editor');
    const path = `/content-manager/collection-types/${EVENTS}`;
    const save = (data: object) =>
      editor.ask(path, { method: 'POST', body: { ...whole, ...data } });
    const refused = await save({ endsAt: inDays(1).toISOString(), decimalLatitude: null });
    expect(refused.status).toBe(400);
    const { error } = (await refused.json()) as { error: { details: { errors: object[] } } };
    expect(error.details.errors).toMatchObject([
      { path: ['endsAt'], message: 'An event ends after it has started.' },
      { path: ['decimalLatitude'], message: 'Give both latitude and longitude, or neither.' },
    ]);
    expect((await save({ audience: [] })).status).toBe(400);
    expect((await save({ audience: ['student', 'fishes'] })).status).toBe(400);
    expect((await save({})).status).toBe(201);
  });

  it('cannot be got round by SQL', async () => {
    const event = await insertEvent(app);
    const update = (columns: object) =>
      app.db('events').where('document_id', event).update(columns);
    await expect(update({ ends_at: inDays(-5) })).rejects.toThrow('events_time_check');
    await expect(update({ decimal_latitude: 5 })).rejects.toThrow('events_position_check');
  });
});
