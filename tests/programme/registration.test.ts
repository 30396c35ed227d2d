import { startApp, type TestApp } from '../support/app';
import { inDays, insertEvent, makeSignedIn, type SignedIn } from '../support/events';
import { ask } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let person: SignedIn;
beforeAll(async () => {
  app = await startApp();
  person = await makeSignedIn(app);
});
afterAll(() => app.stop());

const register = (event: string, { headers }: Pick<SignedIn, 'headers'> = person) =>
  ask(app, `/events/${event}/registration`, { method: 'POST', headers });
const cancel = (event: string, { headers }: Pick<SignedIn, 'headers'> = person) =>
  ask(app, `/events/${event}/registration`, { method: 'DELETE', headers });
const read = async (event: string, headers: Record<string, string> = person.headers) =>
  (await ask(app, `/events/${event}`, { headers })).body.data as Record<string, unknown>;

describe('POST /api/events/:id/registration', () => {
  it('gives a place, and shows it to who has it', async () => {
    const event = await insertEvent(app, { capacity: 3 });
    const { status, body } = await register(event);
    expect([status, body]).toEqual([
      201,
      {
        data: {
          status: 'registered',
          position: null,
          registeredAt: expect.stringMatching(/^\d{4}-.*Z$/),
        },
      },
    ]);
    expect(Math.abs(Date.now() - Date.parse(body.data.registeredAt as string))).toBeLessThan(
      60_000,
    );
    expect(await read(event)).toMatchObject({
      registrationCount: 1,
      waitingCount: 0,
      placesLeft: 2,
      registration: { status: 'registered', position: null },
    });
    expect(await read(event, {})).toMatchObject({ registrationCount: 1, registration: null });
  });

  it('links the registration to every version of the event, and to the person', async () => {
    const event = await insertEvent(app);
    await register(event);
    const row = await app
      .db('event_registrations')
      .where('event_document_id', event)
      .first<Record<string, unknown>>();
    expect(row).toMatchObject({
      user_document_id: person.documentId,
      registration_status: 'registered',
      label: expect.stringContaining('Seal count'),
    });
    const links = await app
      .db('event_registrations_event_lnk')
      .where('event_registration_id', row?.['id'] as number);
    expect(links).toHaveLength(2);
    const user = await app
      .db('event_registrations_user_lnk')
      .where('event_registration_id', row?.['id'] as number)
      .first<{ user_id: number }>();
    expect(user?.user_id).toBe(person.userId);
  });

  it('puts people in the waiting list in the order they come', async () => {
    const event = await insertEvent(app, { capacity: 1 });
    const people = [person, await makeSignedIn(app), await makeSignedIn(app)];
    const answers = [];
    for (const one of people) answers.push((await register(event, one)).body.data);
    expect(answers).toMatchObject([
      { status: 'registered', position: null },
      { status: 'waiting', position: 1 },
      { status: 'waiting', position: 2 },
    ]);
    expect(await read(event, people[2]?.headers)).toMatchObject({
      registrationCount: 1,
      waitingCount: 2,
      placesLeft: 0,
      registration: { status: 'waiting', position: 2 },
    });
  });

  it.each([
    ['already-registered', {}, true],
    ['event-ended', { starts_at: inDays(-1) }, false],
    ['event-ended', { starts_at: inDays(-2), ends_at: inDays(-1) }, false],
    ['registration-closed', { registration_closes_at: inDays(-0.1) }, false],
  ])('is 409 %s', async (code, columns, isTwice) => {
    const event = await insertEvent(app, columns);
    if (isTwice) await register(event);
    const { status, body } = await register(event);
    expect([status, body.code, body.type]).toEqual([409, code, '/problems/conflict']);
  });

  it('is 409 event-full where nobody can wait', async () => {
    const event = await insertEvent(app, { capacity: 1, has_waiting_list: false });
    await register(event, await makeSignedIn(app));
    const { status, body } = await register(event);
    expect([status, body.code]).toEqual([409, 'event-full']);
  });

  it('takes people until an event is over, however long it goes on', async () => {
    const event = await insertEvent(app, { starts_at: inDays(-1), ends_at: inDays(1) });
    expect((await register(event)).status).toBe(201);
  });

  it.each([
    ['a draft', { is_draft: true }],
    ['an event for others', { audience: '["mentor"]' }],
  ])('is 404 for %s, and stores nothing', async (_what, columns) => {
    const event = await insertEvent(app, columns);
    expect((await register(event)).status).toBe(404);
    expect(await app.db('event_registrations').where('event_document_id', event)).toEqual([]);
  });

  it('is 404 for an event that is not there', async () => {
    expect((await register('nothing')).status).toBe(404);
    expect((await register("x' or 1=1")).status).toBe(404);
  });

  it('is for people who are signed in, and takes neither query nor body', async () => {
    const event = await insertEvent(app);
    expect((await register(event, { headers: {} })).status).toBe(401);
    expect((await cancel(event, { headers: {} })).status).toBe(401);
    const path = `/events/${event}/registration`;
    const { headers } = person;
    const asked = await ask(app, `${path}?user=1`, { method: 'POST', headers });
    expect([asked.status, asked.body.code]).toEqual([400, 'invalid-query']);
    const sent = await ask(app, path, { method: 'POST', headers, body: { user: 1 } });
    expect([sent.status, sent.body.errors[0].pointer]).toEqual([422, '/user']);
    expect(await app.db('event_registrations').where('event_document_id', event)).toEqual([]);
  });
});

describe('DELETE /api/events/:id/registration', () => {
  it('frees the place', async () => {
    const event = await insertEvent(app, { capacity: 1 });
    await register(event);
    const { status, body } = await cancel(event);
    expect([status, body]).toEqual([204, null]);
    expect(await read(event)).toMatchObject({ registrationCount: 0, registration: null });
    expect((await register(event)).body.data.status).toBe('registered');
  });

  it('gives the place to who waits longest', async () => {
    const event = await insertEvent(app, { capacity: 1 });
    const [second, third] = [await makeSignedIn(app), await makeSignedIn(app)];
    for (const one of [person, second, third]) await register(event, one);
    await cancel(event);
    expect((await read(event, second.headers)).registration).toMatchObject({
      status: 'registered',
    });
    expect((await read(event, third.headers)).registration).toEqual({
      status: 'waiting',
      position: 1,
    });
  });

  it('is 404 for who is not registered', async () => {
    const event = await insertEvent(app);
    expect((await cancel(event)).status).toBe(404);
    expect((await cancel('nothing')).status).toBe(404);
  });

  it('lets people out of an event that they may not see any more', async () => {
    const event = await insertEvent(app);
    await register(event);
    await app.db('events').where('document_id', event).update({ audience: '["mentor"]' });
    expect((await cancel(event)).status).toBe(204);
  });
});
