import { createHmac } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { createKeyring } from '../../src/lib/keyring';
import { startApp, type TestApp } from '../support/app';
import { createAsk } from '../support/ask';
import { asProgram, makePerson, signIn } from '../support/people';

const OWN_SESSIONS = 'GET /api/auth/sessions';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const ask = createAsk(() => app);
const statusWith = async (accessToken: string) =>
  (await ask(OWN_SESSIONS, { headers: { authorization: `Bearer ${accessToken}` } })).status;
const refresh = (refreshToken: string) => ask('POST /api/auth/refresh', { body: { refreshToken } });

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
/** The token with other content, signed as we would. */
function resigned(token: string, header: object, claims: object): string {
  const { JWT_SECRET = '' } = process.env;
  const { current } = createKeyring(JWT_SECRET.split(','), 'access-token');
  const read = jwt.decode(token, { complete: true });
  const signed = `${part({ ...read?.header, ...header })}.${part({ ...(read?.payload as object), ...claims })}`;
  return `${signed}.${createHmac('sha256', current.bytes).update(signed).digest('base64url')}`;
}

describe('an access token', () => {
  it('signs its person in', async () => {
    const session = await signIn(app, await makePerson(app));
    const answer = await ask(OWN_SESSIONS, { headers: asProgram(session) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(JSON.parse(answer.text)).toEqual({
      data: [
        {
          id: session.sessionId,
          device: 'Firefox on Linux',
          address: '192.0.2.1',
          createdAt: expect.any(String),
          lastUsedAt: expect.any(String),
          current: true,
        },
      ],
    });
  });

  it('is not needed to be told that one is needed', async () => {
    const answer = await ask(OWN_SESSIONS);
    expect([answer.status, answer.code]).toEqual([401, 'unauthenticated']);
  });

  it.each<[string, (token: string) => string]>([
    ['without a signature', (token) => `${token.split('.').slice(0, 2).join('.')}.`],
    ['with alg none', (token) => `${part({ alg: 'none', typ: 'at+jwt' })}.${token.split('.')[1]}.`],
    ['of another issuer', (token) => resigned(token, {}, { iss: 'https://evil.example' })],
    ['for another audience', (token) => resigned(token, {}, { aud: 'https://evil.example' })],
    ['of another type', (token) => resigned(token, { typ: 'JWT' }, {})],
    ['with a path as key id', (token) => resigned(token, { kid: '../../dev/null' }, {})],
    ['that expired 61 seconds ago', (token) => resigned(token, {}, { exp: seconds(-61) })],
    ['that begins in 61 seconds', (token) => resigned(token, {}, { nbf: seconds(61) })],
    ['of a clock an hour ahead', (token) => resigned(token, {}, { iat: seconds(3600) })],
    ['of ten kilobytes', (token) => `${token}${'A'.repeat(10_000)}`],
    ['for another person', (token) => resigned(token, {}, { sub: 'somebodyelse000000000000' })],
  ])('%s is 401, and says no more', async (_what, change) => {
    const { accessToken } = await signIn(app, await makePerson(app));
    expect(await statusWith(resigned(accessToken, {}, {}))).toBe(200);
    const headers = { authorization: `Bearer ${change(accessToken)}` };
    const answer = await ask(OWN_SESSIONS, { headers });
    expect([answer.status, answer.code]).toEqual([401, 'unauthenticated']);
    const verified = await ask('POST /api/auth/token/verify', {
      body: { token: change(accessToken) },
    });
    expect([verified.status, verified.code]).toEqual([401, 'unauthenticated']);
  });

  it('that is not valid is refused where strangers may read, too, and not where nobody asks', async () => {
    const session = await signIn(app, await makePerson(app));
    const headers = asProgram(session);
    expect((await ask('GET /api/taxa', { headers })).status).toBe(200);
    expect((await ask('GET /api/geo/occurrences?bbox=0,0,1,1', { headers })).status).toBe(200);
    await ask('POST /api/auth/logout', { headers });
    expect((await ask('GET /api/taxa', { headers })).status).toBe(401);
    expect((await ask('GET /api/geo/occurrences?bbox=0,0,1,1', { headers })).status).toBe(401);
    expect((await ask('GET /api/health', { headers })).status).toBe(200);
    expect((await ask('GET /api/taxa')).status).toBe(200);
  });

  it('and a refresh token do not stand in for each other', async () => {
    const { accessToken, refreshToken } = await signIn(app, await makePerson(app));
    expect(await statusWith(refreshToken)).toBe(401);
    expect((await refresh(accessToken)).status).toBe(401);
  });

  it('is told apart from an API token of Strapi', async () => {
    const tokens = app.strapi.service('admin::api-token') as unknown as {
      create(token: object): Promise<{ accessKey: string }>;
    };
    const { accessKey } = await tokens.create({ name: 't', type: 'full-access', lifespan: null });
    const headers = { authorization: `Bearer ${accessKey}` };
    expect((await ask('GET /api/taxa', { headers })).status).toBe(200);
    // It is a machine's and has no sessions.
    expect((await ask(OWN_SESSIONS, { headers })).status).toBe(401);
  });
});

describe('POST /api/auth/token/verify', () => {
  it('says what the person may do now', async () => {
    const person = await makePerson(app, { role: 'mentor', track: 'seagrass' });
    const { accessToken } = await signIn(app, person);
    const answer = await ask('POST /api/auth/token/verify', { body: { token: accessToken } });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({
      valid: true,
      role: 'mentor',
      track: 'seagrass',
      status: 'active',
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  it.each([[{}], [{ token: 7 }], [{ token: 'x', more: 1 }]])('refuses %j', async (body) => {
    expect((await ask('POST /api/auth/token/verify', { body })).status).toBe(422);
  });
});
