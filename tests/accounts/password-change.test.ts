import { startApp, type TestApp } from '../support/app';
import {
  eventsOf,
  GOOD_PASSWORD,
  hashOf,
  OTHER_PASSWORD,
  post,
  readPerson,
  statusWith,
} from '../support/auth-calls';
import { until } from '../support/launcher-process';
import { lastMailTo } from '../support/mails';
import { asBrowser, makePerson, signIn, type TestPerson } from '../support/people';

/** Case ids are those of the acceptance catalogue. */
let app: TestApp;
let oldHash: string;

beforeAll(async () => {
  Object.assign(process.env, {
    THROTTLE_ENABLED: 'true',
    THROTTLE_ANON: '100000/minute',
    THROTTLE_USER: '100000/minute',
    THROTTLE_AUTH: '100000/minute',
    TRUSTED_PROXY_HOPS: '1',
  });
  app = await startApp();
  oldHash = await hashOf(app, OTHER_PASSWORD);
});
afterAll(() => app.stop());

const VALID = { currentPassword: OTHER_PASSWORD, newPassword: GOOD_PASSWORD };

const change = (accessToken: string, body: unknown = VALID) =>
  post(app, 'password-change', body, { authorization: `Bearer ${accessToken}` });
const login = (identifier: string, password: string) =>
  post(app, 'login', { identifier, password });

async function makeSignedIn(traits: { password?: string | null } = {}) {
  const person = await makePerson(app, { password: oldHash, ...traits });
  return { person, session: await signIn(app, person) };
}

describe('a new password', () => {
  it('ends every session and gives a fresh one, and the owner is told', async () => {
    const { person, session } = await makeSignedIn();
    const elsewhere = await signIn(app, person);
    expect(await statusWith(app, elsewhere.accessToken)).toBe(200);
    const { status, body } = await change(session.accessToken);
    expect(status).toBe(200);
    for (const { accessToken, refreshToken } of [session, elsewhere]) {
      expect(await statusWith(app, accessToken)).toBe(401);
      expect((await post(app, 'refresh', { refreshToken })).status).toBe(401);
    }
    expect(await statusWith(app, body.data.accessToken)).toBe(200);
    expect((await login(person.email, OTHER_PASSWORD)).status).toBe(401);
    expect((await login(person.email, GOOD_PASSWORD)).status).toBe(200);
    expect((await lastMailTo(app, person.email)).kind).toBe('password-changed');
    expect(await eventsOf(app, person.documentId)).toContain('password-changed');
  });

  it('gives a browser fresh cookies and no token in the answer', async () => {
    const person = await makePerson(app, { password: oldHash });
    const session = await signIn(app, person, 'cookie');
    const headers = { ...asBrowser(session), 'x-session-transport': 'cookie' };
    const answer = await post(app, 'password-change', VALID, headers);
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie().join()).toMatch(/at=[^;]+.*HttpOnly/i);
    expect(JSON.stringify(answer.body)).not.toContain('Token":"ey');
    expect(answer.body.data).not.toHaveProperty('accessToken');
  });

  it('is the first one of an account that has none, and needs no other', async () => {
    const { person, session } = await makeSignedIn({ password: null });
    expect((await change(session.accessToken, { newPassword: GOOD_PASSWORD })).status).toBe(200);
    expect((await login(person.email, GOOD_PASSWORD)).status).toBe(200);
  });
});

describe('is refused', () => {
  it('to people who are not signed in', async () => {
    const { status, body } = await post(app, 'password-change', VALID);
    expect([status, body.code]).toEqual([401, 'unauthenticated']);
  });

  it('when the sign-in is older than five minutes', async () => {
    const { person, session } = await makeSignedIn();
    await app
      .db('accounts_sessions')
      .where({ id: session.sessionId })
      .update({ authenticated_at: new Date(Date.now() - 5 * 60_000 - 1000) });
    const { status, body } = await change(session.accessToken);
    expect([status, body.code]).toEqual([401, 'reauthentication-required']);
    expect((await readPerson(app, person.userId)).password).toBe(oldHash);
  });

  it.each([
    ['without the current one', { newPassword: GOOD_PASSWORD }, '/currentPassword', 'required'],
    [
      'with a wrong current one',
      { ...VALID, currentPassword: 'not this one' },
      '/currentPassword',
      'password-wrong',
    ],
    [
      'when it is the same',
      { ...VALID, newPassword: OTHER_PASSWORD },
      '/newPassword',
      'password-unchanged',
    ],
    [
      'when the policy says no',
      { ...VALID, newPassword: 'password1234' },
      '/newPassword',
      'password-too-common',
    ],
    ['with a field too many', { ...VALID, userId: 1 }, '/userId', 'unknown'],
  ])('%s', async (_name, body, pointer, code) => {
    const { person, session } = await makeSignedIn();
    const answer = await change(session.accessToken, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer, code }));
    expect((await readPerson(app, person.userId)).password).toBe(oldHash);
    expect(await statusWith(app, session.accessToken)).toBe(200);
  });

  it('for a while when somebody with a stolen session guesses', async () => {
    const { person, session } = await makeSignedIn();
    const statuses: number[] = [];
    for (let guess = 0; guess < 6; guess += 1) {
      const body = { ...VALID, currentPassword: `wrong guess ${guess}` };
      statuses.push((await change(session.accessToken, body)).status);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
    expect((await login(person.email, OTHER_PASSWORD)).status).toBe(429);
  });
});

describe('sessions end when a password is changed past the API (T-07)', () => {
  const changes: [string, (person: TestPerson) => Promise<unknown>][] = [
    [
      'by SQL',
      ({ userId }) => app.db('up_users').where({ id: userId }).update({ password: 'other' }),
    ],
    [
      "by Strapi's own services, as the panel and scripts use them",
      ({ documentId }) =>
        app.strapi
          .documents('plugin::users-permissions.user')
          .update({ documentId, data: { password: GOOD_PASSWORD } }),
    ],
    [
      'by SQL that takes it away',
      ({ userId }) => app.db('up_users').where({ id: userId }).update({ password: null }),
    ],
  ];

  it.each(changes)('%s', async (_name, changePassword) => {
    const { person, session } = await makeSignedIn();
    expect(await statusWith(app, session.accessToken)).toBe(200);
    await changePassword(person);
    const { refreshToken } = session;
    expect((await post(app, 'refresh', { refreshToken })).status).toBe(401);
    const startedAt = performance.now();
    await until(
      'the access token is refused',
      async () => (await statusWith(app, session.accessToken)) === 401,
    );
    expect(performance.now() - startedAt).toBeLessThan(6000);
  });
});
