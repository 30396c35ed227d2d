import { startApp, type TestApp } from '../support/app';
import { cookieValue, createAsk } from '../support/ask';
import { asBrowser, asProgram, makePerson, signIn } from '../support/people';

const LISTED = 'https://app.example.org';
const FOREIGN = [
  'https://evil.example',
  'null',
  'https://app.example.org.evil.example',
  'https://evilapp.example.org',
  'http://app.example.org',
  'https://app.example.org:8443',
];

let app: TestApp;
beforeAll(async () => {
  process.env.CORS_ALLOWED_ORIGINS = LISTED;
  app = await startApp();
});
afterAll(() => app.stop());

const ask = createAsk(() => app);
const REFUSED = [403, 'csrf-failed'];

/** The cookies and the token of a browser that is signed in; where it is, each test says. */
async function openBrowser() {
  const session = await signIn(app, await makePerson(app), 'cookie');
  const { cookie = '' } = asBrowser(session);
  const csrf = { 'x-csrf-token': session.csrfToken };
  return { session, cookie, csrf };
}
const logout = async (headers: Record<string, string>) => {
  const { status, code } = await ask('POST /api/auth/logout', { headers });
  return [status, code];
};

describe('with cookies', () => {
  it.each(FOREIGN)('refuses an unsafe request from %s', async (origin) => {
    const { cookie, csrf } = await openBrowser();
    expect(await logout({ cookie, ...csrf, origin })).toEqual(REFUSED);
  });

  it.each<[string, Record<string, string>]>([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['cross-site with a listed origin', { 'sec-fetch-site': 'cross-site', origin: LISTED }],
    [
      'same-site and not listed',
      { 'sec-fetch-site': 'same-site', origin: 'https://b.example.org' },
    ],
    ['without any word about where it is from', {}],
    ['with a foreign referer', { referer: 'https://evil.example/app.example.org' }],
  ])('refuses an unsafe request %s', async (_what, from) => {
    const { cookie, csrf } = await openBrowser();
    expect(await logout({ cookie, ...csrf, ...from })).toEqual(REFUSED);
  });

  it.each<[string, Record<string, string>]>([
    ['same-origin', { 'sec-fetch-site': 'same-origin' }],
    ['same-site from a listed origin', { 'sec-fetch-site': 'same-site', origin: LISTED }],
    ['from a listed origin', { origin: LISTED }],
    ['with a listed referer', { referer: `${LISTED}/groups` }],
    ['from a frontend on this machine, while developing', { origin: 'http://localhost:3000' }],
  ])('takes an unsafe request %s', async (_what, from) => {
    const { cookie, csrf } = await openBrowser();
    expect(await logout({ cookie, ...csrf, ...from })).toEqual([200, undefined]);
  });

  it('asks for the token of this very session', async () => {
    const { cookie, csrf, session } = await openBrowser();
    const other = await openBrowser();
    const whole = csrf['x-csrf-token'];
    const tokens = [undefined, '', whole.slice(0, -1), `${whole}A`, other.csrf['x-csrf-token']];
    for (const token of tokens) {
      const headers = {
        cookie,
        origin: LISTED,
        ...(token !== undefined && { 'x-csrf-token': token }),
      };
      expect([token, await logout(headers)]).toEqual([token, REFUSED]);
    }
    const rows = await app.db('accounts_sessions').where('id', session.sessionId).first();
    expect(rows).toMatchObject({ ended_at: null });
  });

  it('refuses the token of a session that was logged out, when the next one is there', async () => {
    const person = await makePerson(app);
    const first = await signIn(app, person, 'cookie');
    expect(await logout(asBrowser(first))).toEqual([200, undefined]);
    const next = asBrowser(await signIn(app, person, 'cookie'));
    expect(await logout({ ...next, 'x-csrf-token': first.csrfToken })).toEqual(REFUSED);
    expect(await logout(next)).toEqual([200, undefined]);
  });

  it('asks for it with the refresh cookie alone, too', async () => {
    const { session, csrf } = await openBrowser();
    const headers = { cookie: `rt=${session.refreshToken}`, origin: LISTED };
    const refused = await ask('POST /api/auth/refresh', { headers });
    expect([refused.status, refused.code]).toEqual(REFUSED);
    const taken = await ask('POST /api/auth/refresh', { headers: { ...headers, ...csrf } });
    expect(taken.status).toBe(200);
  });

  it('does not ask for it where a session starts, which asks for a secret instead', async () => {
    const { cookie } = await openBrowser();
    const body = { token: 'a.b.c' };
    const start = (headers: Record<string, string>) =>
      ask('POST /api/auth/token/verify', { headers: { cookie, ...headers }, body });
    expect((await start({ origin: LISTED })).status).toBe(401);
    expect((await start({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await start({})).status).toBe(403);
  });

  it.each([
    ['text/plain', '{"scope":"all"}'],
    ['application/x-www-form-urlencoded', 'scope=all'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="scope"\r\n\r\nall\r\n--x--',
    ],
  ])('refuses what a form can send: %s', async (type, body) => {
    const { cookie } = await openBrowser();
    const answer = await fetch(`${app.url}/api/auth/logout`, {
      method: 'POST',
      headers: { cookie, origin: 'https://evil.example', 'content-type': type },
      body,
    });
    expect([403, 415]).toContain(answer.status);
  });

  it('asks nothing of reading', async () => {
    const { cookie } = await openBrowser();
    const from = { cookie, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await ask('GET /api/auth/sessions', { headers: from });
    expect(answer.status).toBe(200);
    expect(answer.headers.has('access-control-allow-origin')).toBe(false);
  });
});

describe('GET /api/auth/csrf', () => {
  it('gives the token of the session, also when only the refresh cookie is left', async () => {
    const { session, cookie } = await openBrowser();
    for (const carried of [
      cookie,
      `rt=${session.refreshToken}`,
      `at=a.b.c; rt=${session.refreshToken}`,
    ]) {
      const answer = await ask('GET /api/auth/csrf', { headers: { cookie: carried } });
      expect([answer.status, answer.data]).toEqual([200, { csrfToken: session.csrfToken }]);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });

  it('gives none to strangers, to invented cookies and after the end', async () => {
    const { session, cookie, csrf } = await openBrowser();
    const invented = Buffer.from(session.refreshToken, 'base64url')
      .fill(1, 16)
      .toString('base64url');
    const statusWith = async (headers: Record<string, string>) =>
      (await ask('GET /api/auth/csrf', { headers })).status;
    expect(await statusWith({})).toBe(401);
    expect(await statusWith({ cookie: `rt=${invented}` })).toBe(401);
    expect(await logout({ cookie, ...csrf, origin: LISTED })).toEqual([200, undefined]);
    expect(await statusWith({ cookie })).toBe(401);
  });

  it('takes the cookies of a session back that was ended elsewhere, so that its browser is free', async () => {
    const { session, cookie } = await openBrowser();
    await app
      .db('accounts_sessions')
      .where({ id: session.sessionId })
      .update({ ended_at: new Date() });
    expect((await ask('GET /api/occurrences', { headers: { cookie } })).status).toBe(401);
    const { cookies } = await ask('GET /api/auth/csrf', { headers: { cookie } });
    expect(Object.keys(cookies).sort()).toEqual(['at', 'rt']);
    expect(Object.values(cookies).map((line) => cookieValue(line))).toEqual(['', '']);
  });
});

describe('without cookies', () => {
  const starts = [
    '/api/auth/login',
    '/api/auth/verify',
    '/api/auth/verify-otp',
    '/api/auth/refresh',
  ];

  it.each(starts)('refuses that a foreign page starts a session by %s', async (path) => {
    for (const origin of FOREIGN) {
      const answer = await ask(`POST ${path}`, { headers: { origin }, body: {} });
      expect([origin, answer.status, answer.code]).toEqual([origin, ...REFUSED]);
    }
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await ask(`POST ${path}`, { headers, body: {} })).status).toBe(403);
  });

  it.each(starts)('lets programs and listed pages ask %s', async (path) => {
    const listed: Record<string, string> = { origin: LISTED, 'sec-fetch-site': 'cross-site' };
    for (const headers of [{}, listed]) {
      expect((await ask(`POST ${path}`, { headers, body: {} })).status).not.toBe(403);
    }
  });

  it('asks nothing of a Bearer token, wherever it is from', async () => {
    const elsewhere: Record<string, string> = {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    };
    for (const headers of [{}, elsewhere]) {
      const session = await signIn(app, await makePerson(app));
      expect(await logout({ ...asProgram(session), ...headers })).toEqual([200, undefined]);
    }
  });
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    fetch(`${app.url}/api/auth/logout`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-csrf-token',
      },
    });

  it('names a listed origin exactly, and says that answers vary by it', async () => {
    const answer = await preflight(LISTED);
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe(LISTED);
    expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    expect(answer.headers.get('vary')).toMatch(/origin/i);
  });

  it.each(FOREIGN)('tells %s nothing', async (origin) => {
    const asked = await preflight(origin);
    expect(asked.headers.has('access-control-allow-origin')).toBe(false);
    const read = await ask('GET /api/taxa', { headers: { origin } });
    expect(read.status).toBe(200);
    expect(read.headers.has('access-control-allow-origin')).toBe(false);
  });
});

it('takes no method from a header or a field', async () => {
  const person = await makePerson(app);
  const [one, other] = [await signIn(app, person), await signIn(app, person)];
  const answer = await ask(`POST /api/auth/sessions/${other.sessionId}?_method=DELETE`, {
    headers: { ...asProgram(one), 'x-http-method-override': 'DELETE' },
    body: { _method: 'DELETE' },
  });
  expect(answer.status).toBe(405);
  const row = await app.db('accounts_sessions').where('id', other.sessionId).first();
  expect(row).toMatchObject({ ended_at: null });
});

it('sets cookies without Secure and prefix while the address is plain http', async () => {
  const session = await signIn(app, await makePerson(app), 'cookie');
  const { cookies } = await ask('POST /api/auth/refresh', { headers: asBrowser(session) });
  expect(cookies['at']).toMatch(/^at=[\w.-]+; path=\/; expires=[^;]+; samesite=lax; httponly$/i);
  expect(cookies['rt']).toMatch(
    /^rt=[\w-]+; path=\/api\/auth; expires=[^;]+; samesite=strict; httponly$/i,
  );
});
