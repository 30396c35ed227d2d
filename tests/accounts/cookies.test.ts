import type { PasswordsService } from '../../src/plugins/accounts/server/services/passwords';
import { startApp, type TestApp } from '../support/app';
import { cookieValue, createAsk } from '../support/ask';
import { asProgram, makePerson, sessionsOf, signIn } from '../support/people';

const ORIGIN = 'https://shoal.example.org';
const SECURE_ACCESS =
  /^__Host-at=[\w.-]+; path=\/; expires=[^;]+; samesite=lax; secure; httponly$/i;
const SECURE_REFRESH =
  /^__Secure-rt=[\w-]{64}; path=\/api\/auth; expires=[^;]+; samesite=strict; secure; httponly$/i;
const CLEARED = /^[^=]+=; path=[^;]+; expires=Thu, 01 Jan 1970 00:00:00 GMT;.*httponly$/i;

let app: TestApp;
beforeAll(async () => {
  process.env.PUBLIC_URL = ORIGIN;
  app = await startApp();
});
afterAll(() => app.stop());

const ask = createAsk(() => app);
const jar = (accessToken: string, refreshToken: string) =>
  `__Host-at=${accessToken}; __Secure-rt=${refreshToken}`;

/** A browser on our own pages, over https. */
async function openBrowser(traits = {}) {
  const person = await makePerson(app, traits);
  const session = await signIn(app, person, 'cookie');
  const { accessToken, refreshToken, csrfToken } = session;
  const headers = (cookie = jar(accessToken, refreshToken)) => ({
    cookie,
    'sec-fetch-site': 'same-origin',
    'x-csrf-token': csrfToken,
  });
  return { person, session, headers };
}

it('keeps the session of a browser in two cookies that no script, other host or plain http gets', async () => {
  const { session, headers } = await openBrowser();
  const answer = await ask('POST /api/auth/refresh', { headers: headers() });
  expect(answer.status).toBe(200);
  expect(Object.keys(answer.cookies)).toEqual(['__Host-at', '__Secure-rt']);
  expect(answer.cookies['__Host-at']).toMatch(SECURE_ACCESS);
  expect(answer.cookies['__Secure-rt']).toMatch(SECURE_REFRESH);
  expect(answer.headers.getSetCookie().join().toLowerCase()).not.toContain('domain=');
  for (const line of answer.headers.getSetCookie()) expect(line.length).toBeLessThan(4096);
  expect(answer.data).toEqual({
    user: session.user,
    expiresIn: 600,
    csrfToken: session.csrfToken,
  });
});

it('shows no token in the body, and takes none of a cookie session from a body', async () => {
  const { headers } = await openBrowser();
  const answer = await ask('POST /api/auth/refresh', { headers: headers() });
  const access = cookieValue(answer.cookies['__Host-at']);
  const refresh = cookieValue(answer.cookies['__Secure-rt']);
  expect(answer.text).not.toContain(access);
  expect(answer.text).not.toContain(refresh);
  const body = { refreshToken: refresh };
  expect((await ask('POST /api/auth/refresh', { body })).status).toBe(401);
  const program = await signIn(app, await makePerson(app));
  const asCookie = {
    ...headers(`__Secure-rt=${program.refreshToken}`),
    'x-csrf-token': program.csrfToken,
  };
  expect((await ask('POST /api/auth/refresh', { headers: asCookie })).status).toBe(401);
});

it('goes on with the cookies that the refresh set', async () => {
  const { headers } = await openBrowser();
  const { cookies } = await ask('POST /api/auth/refresh', { headers: headers() });
  const next = jar(cookieValue(cookies['__Host-at']), cookieValue(cookies['__Secure-rt']));
  expect((await ask('GET /api/auth/sessions', { headers: headers(next) })).status).toBe(200);
  expect((await ask('POST /api/auth/refresh', { headers: headers(next) })).status).toBe(200);
});

it('clears both cookies on logout, also when the access token is too old to say who it was', async () => {
  const { session, headers } = await openBrowser();
  const onlyRefresh = headers(`__Secure-rt=${session.refreshToken}`);
  const answer = await ask('POST /api/auth/logout', { headers: onlyRefresh });
  expect([answer.status, answer.data]).toEqual([200, { ended: 1 }]);
  expect(answer.cookies['__Host-at']).toMatch(CLEARED);
  expect(answer.cookies['__Secure-rt']).toMatch(CLEARED);
  expect((await ask('GET /api/auth/sessions', { headers: headers() })).status).toBe(401);
  const again = await ask('POST /api/auth/logout', { headers: headers() });
  expect([again.status, again.data]).toEqual([200, { ended: 0 }]);
});

it('clears both cookies when a refresh says that the session is over', async () => {
  const { person, headers } = await openBrowser();
  await app.db('up_users').where('id', person.userId).update({ account_status: 'suspended' });
  const answer = await ask('POST /api/auth/refresh', { headers: headers() });
  expect([answer.status, answer.code]).toEqual([401, 'unauthenticated']);
  expect(answer.cookies['__Host-at']).toMatch(CLEARED);
  expect(answer.cookies['__Secure-rt']).toMatch(CLEARED);
});

it('clears both cookies when a browser revokes its own session, and not for another one', async () => {
  const { person, session, headers } = await openBrowser();
  const other = await signIn(app, person);
  const revoke = (id: string) => ask(`DELETE /api/auth/sessions/${id}`, { headers: headers() });
  expect((await revoke(other.sessionId)).cookies).toEqual({});
  expect(Object.keys((await revoke(session.sessionId)).cookies)).toHaveLength(2);
});

it('knows no cookie by the names of plain http', async () => {
  const { session, headers } = await openBrowser();
  const plain = headers(`at=${session.accessToken}; rt=${session.refreshToken}`);
  const answer = await ask('GET /api/auth/sessions', { headers: plain });
  expect([answer.status, answer.code]).toEqual([401, 'unauthenticated']);
});

it('starts in cookies when asked to, and stays in them when the password changes', async () => {
  const passwords = app.strapi.plugin('accounts').service<PasswordsService>('passwords');
  const password = 'tide pools at dawn';
  const { email } = await makePerson(app, { password: await passwords.hash(password) });
  const login = await ask('POST /api/auth/login', {
    headers: { 'x-session-transport': 'cookie', 'sec-fetch-site': 'same-origin' },
    body: { identifier: email, password },
  });
  expect(login.cookies['__Host-at']).toMatch(SECURE_ACCESS);
  expect(login.cookies['__Secure-rt']).toMatch(SECURE_REFRESH);
  const changed = await ask('POST /api/auth/password-change', {
    headers: {
      cookie: jar(
        cookieValue(login.cookies['__Host-at']),
        cookieValue(login.cookies['__Secure-rt']),
      ),
      'sec-fetch-site': 'same-origin',
      'x-csrf-token': String(login.data['csrfToken']),
    },
    body: { currentPassword: password, newPassword: 'Wer rettet die Riffe?' },
  });
  expect(changed.cookies['__Host-at']).toMatch(SECURE_ACCESS);
  for (const { status, data } of [login, changed]) {
    expect(status).toBe(200);
    expect(Object.keys(data).sort()).toEqual(['csrfToken', 'expiresIn', 'user']);
  }
});

it('sets no cookie for a program', async () => {
  const session = await signIn(app, await makePerson(app));
  const body = { refreshToken: session.refreshToken };
  const answer = await ask('POST /api/auth/refresh', { body });
  expect([answer.status, answer.cookies]).toEqual([200, {}]);
  expect(answer.data).not.toHaveProperty('csrfToken');
});

describe('a request with cookies and a Bearer token', () => {
  it('of two people is refused', async () => {
    const { headers } = await openBrowser();
    const other = await signIn(app, await makePerson(app));
    for (const path of ['/api/auth/sessions', '/api/taxa']) {
      const answer = await ask(`GET ${path}`, { headers: { ...headers(), ...asProgram(other) } });
      expect([answer.status, answer.code]).toEqual([400, 'ambiguous-credentials']);
    }
  });

  it('of one person counts as cookie', async () => {
    const { session, headers } = await openBrowser();
    const both = { ...headers(), ...asProgram(session) };
    expect((await ask('GET /api/auth/sessions', { headers: both })).status).toBe(200);
    const { 'x-csrf-token': _left, ...unsigned } = both;
    const answer = await ask('POST /api/auth/logout', { headers: unsigned });
    expect([answer.status, answer.code]).toEqual([403, 'csrf-failed']);
  });

  it('that is an API token is of two', async () => {
    const { headers } = await openBrowser();
    const answer = await ask('GET /api/taxa', {
      headers: { ...headers(), authorization: `Bearer ${'ab'.repeat(128)}` },
    });
    expect([answer.status, answer.code]).toEqual([400, 'ambiguous-credentials']);
  });

  it('that is not valid is refused although the cookies are', async () => {
    const { headers } = await openBrowser();
    const answer = await ask('GET /api/auth/sessions', {
      headers: { ...headers(), authorization: 'Bearer a.b.c' },
    });
    expect([answer.status, answer.code]).toEqual([401, 'unauthenticated']);
  });

  it('that is valid does not mind a dead cookie', async () => {
    const { headers } = await openBrowser();
    const session = await signIn(app, await makePerson(app));
    const answer = await ask('GET /api/auth/sessions', {
      headers: { ...headers('__Host-at=a.b.c'), ...asProgram(session) },
    });
    expect(answer.status).toBe(200);
  });
});

it('takes the place of the session that the browser had', async () => {
  const { person, session } = await openBrowser();
  const { sessionId } = session;
  const origin = {
    address: '192.0.2.1',
    userAgent: '',
    transport: 'cookie' as const,
    requestId: undefined,
    replacesSessionId: sessionId,
  };
  await app.db.transaction((trx) =>
    sessionsOf(app).start(trx, { userId: person.userId, method: 'password', origin }),
  );
  const row = await app.db('accounts_sessions').where('id', sessionId).first();
  expect(row).toMatchObject({ end_reason: 'replaced' });
});
