import type { AccountAnswer } from '../../src/plugins/accounts/contract/account-admin';
import { startApp, type TestApp } from '../support/app';
import { lastMailTo } from '../support/mails';
import { signInToPanel, type PanelAccount } from '../support/panel';
import { asProgram, makePerson, signIn, type TestPerson } from '../support/people';

const USERS = '/accounts/users';

let app: TestApp;
let panel: PanelAccount;

beforeAll(async () => {
  app = await startApp();
  panel = await signInToPanel(app);
});
afterAll(() => app.stop());

const read = async ({ documentId }: TestPerson) =>
  (await (await panel.ask(`${USERS}/${documentId}`)).json()) as AccountAnswer;
const post = (person: TestPerson, action: string, body?: unknown) =>
  panel.ask(`${USERS}/${person.documentId}/${action}`, { method: 'POST', body });
const eventsOf = async (person: TestPerson) => (await read(person)).data.events;
const isSignedIn = async (headers: Record<string, string>) =>
  (await fetch(`${app.url}/api/auth/sessions`, { headers })).status === 200;

describe('one account', () => {
  it('comes with its sessions, its events and the roles it can be given', async () => {
    const person = await makePerson(app);
    const session = await signIn(app, person);
    const { data, meta } = await read(person);
    expect(data.sessions).toMatchObject([
      { id: session.sessionId, isLive: true, device: 'Firefox on Linux', address: '192.0.2.1' },
    ]);
    expect(data.liveSessions).toBe(1);
    expect(data.lastSignInAt).toMatch(/Z$/);
    expect(meta.roles.map(({ type }) => type)).toEqual(expect.arrayContaining(['mentor', 'admin']));
    expect(meta.roles.map(({ type }) => type)).not.toContain('public');
    expect(Object.keys(data)).not.toContain('password');
  });

  it('is 404 when there is none', async () => {
    const answer = await panel.ask(`${USERS}/nobody`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { name: 'NotFoundError' } });
  });
});

describe('suspending', () => {
  it('ends every session at once and says who did it, why and from where', async () => {
    const person = await makePerson(app);
    const headers = asProgram(await signIn(app, person));
    expect(await isSignedIn(headers)).toBe(true);
    const answer = await post(person, 'suspend', { reason: 'Shares the account' });
    expect(answer.status).toBe(200);
    expect((await answer.json()) as AccountAnswer).toMatchObject({
      data: { status: 'suspended', liveSessions: 0 },
    });
    expect(await isSignedIn(headers)).toBe(false);
    const [event] = await eventsOf(person);
    expect(event).toMatchObject({
      type: 'account-suspended',
      actorKind: 'panel',
      actorName: 'Pat',
      details: { reason: 'Shares the account' },
      address: '127.0.0.1',
      requestId: answer.headers.get('x-request-id'),
    });
  });

  it('refuses an account that is suspended already, and one without a reason', async () => {
    const person = await makePerson(app, { status: 'suspended' });
    const again = await post(person, 'suspend', { reason: 'Again' });
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({
      data: null,
      error: { message: 'This account is suspended already.' },
    });
    expect((await post(person, 'suspend', {})).status).toBe(422);
    expect((await post(person, 'suspend', { reason: 'x', notify: true })).status).toBe(422);
    expect(await eventsOf(person)).toEqual([]);
  });

  it('is undone by reinstating, as far as the address was proven', async () => {
    const proven = await makePerson(app, { status: 'active' });
    const unproven = await makePerson(app, { status: 'pending' });
    for (const [person, status] of [
      [proven, 'active'],
      [unproven, 'pending'],
    ] as const) {
      await post(person, 'suspend', { reason: 'A test' });
      expect((await post(person, 'reinstate')).status).toBe(200);
      const { data } = await read(person);
      expect(data.status).toBe(status);
      expect(data.events[0]).toMatchObject({ type: 'account-reinstated', details: { status } });
    }
    expect((await post(proven, 'reinstate')).status).toBe(409);
  });
});

describe('sessions', () => {
  it('are revoked one by one', async () => {
    const person = await makePerson(app);
    const lost = await signIn(app, person);
    const kept = await signIn(app, person);
    const path = `${USERS}/${person.documentId}/sessions/${lost.sessionId}`;
    expect((await panel.ask(path, { method: 'DELETE' })).status).toBe(200);
    expect(await isSignedIn(asProgram(lost))).toBe(false);
    expect(await isSignedIn(asProgram(kept))).toBe(true);
    expect((await panel.ask(path, { method: 'DELETE' })).status).toBe(404);
    expect(await eventsOf(person)).toMatchObject([
      { type: 'session-revoked', actorKind: 'panel', details: { sessionId: lost.sessionId } },
    ]);
  });

  it('of somebody else are not found below this account', async () => {
    const person = await makePerson(app);
    const other = await signIn(app, await makePerson(app));
    for (const id of [other.sessionId, 'no-uuid']) {
      const path = `${USERS}/${person.documentId}/sessions/${id}`;
      expect((await panel.ask(path, { method: 'DELETE' })).status).toBe(404);
    }
    expect(await isSignedIn(asProgram(other))).toBe(true);
  });

  it('are revoked all together, and then there is nothing left to tell', async () => {
    const person = await makePerson(app);
    const all = [await signIn(app, person), await signIn(app, person)];
    const path = `${USERS}/${person.documentId}/sessions`;
    expect((await panel.ask(path, { method: 'DELETE' })).status).toBe(200);
    for (const session of all) expect(await isSignedIn(asProgram(session))).toBe(false);
    expect((await panel.ask(path, { method: 'DELETE' })).status).toBe(200);
    expect(await eventsOf(person)).toMatchObject([
      { type: 'session-revoked', details: { sessions: 2 } },
    ]);
  });
});

describe('role and track', () => {
  const change = (person: TestPerson, body: unknown) =>
    panel.ask(`${USERS}/${person.documentId}`, { method: 'PUT', body });

  it('change with an event each, and the next request of the person has the new ones', async () => {
    const person = await makePerson(app);
    const { accessToken } = await signIn(app, person);
    const verify = async () => {
      const answer = await fetch(`${app.url}/api/auth/token/verify`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: accessToken }),
      });
      return ((await answer.json()) as { data: object }).data;
    };
    expect(await verify()).toMatchObject({ role: 'student', track: null });
    expect((await change(person, { role: 'mentor', track: 'reef' })).status).toBe(200);
    expect(await verify()).toMatchObject({ role: 'mentor', track: 'reef' });
    expect(await eventsOf(person)).toMatchObject([
      { type: 'track-changed', details: { was: null, became: 'reef' } },
      { type: 'role-changed', details: { was: 'student', became: 'mentor' } },
    ]);
  });

  it('leave no event when they are what they were', async () => {
    const person = await makePerson(app, { track: 'reef' });
    expect((await change(person, { role: 'student', track: 'reef' })).status).toBe(200);
    expect(await eventsOf(person)).toEqual([]);
  });

  it.each([
    ['a role that nobody can be given', { role: 'public' }],
    ['a role that does not exist', { role: 'captain' }],
    ['nothing', {}],
    ['a field of its own', { role: 'mentor', password: 'x' }],
    ['a status', { accountStatus: 'active' }],
    ['a relation', { role: { connect: [1] } }],
  ])('refuse %s', async (_, body) => {
    const person = await makePerson(app);
    expect((await change(person, body)).status).toBe(422);
    expect((await read(person)).data).toMatchObject({ role: { type: 'student' }, events: [] });
  });
});

describe('sending the verification again', () => {
  it('mails a link that works, and says who had it sent', async () => {
    const person = await makePerson(app, { status: 'pending' });
    expect((await post(person, 'resend')).status).toBe(200);
    const { link } = await lastMailTo(app, person.email, { kind: 'verify-email' });
    const token = new URL(link ?? '').hash.replace('#token=', '');
    const verified = await fetch(`${app.url}/api/auth/verify-email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(verified.status).toBe(200);
    const { data } = await read(person);
    expect(data.status).toBe('active');
    expect(data.events).toMatchObject([
      { type: 'email-verified' },
      { type: 'verification-resent', actorKind: 'panel', actorName: 'Pat' },
    ]);
  });

  it('is refused for an account that has nothing to prove', async () => {
    for (const status of ['active', 'suspended'] as const) {
      const answer = await post(await makePerson(app, { status }), 'resend');
      expect(answer.status).toBe(409);
    }
  });
});
