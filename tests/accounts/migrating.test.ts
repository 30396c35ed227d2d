import { pbkdf2Sync } from 'node:crypto';
import { startApp, type TestApp } from '../support/app';
import { createAsk } from '../support/ask';
import { GOOD_PASSWORD, tokenOf } from '../support/auth-calls';
import { lastMailTo } from '../support/mails';
import { asProgram, makePerson, signIn } from '../support/people';

/** The rows about accounts of docs/migrating.md, in their order. */

let app: TestApp;
const ask = createAsk(() => app);
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const ADDRESS = 'nereid@example.org';

it('serves none of the old paths', async () => {
  for (const path of [
    '/api/v1/auth/register/',
    '/api/v1/auth/login/',
    '/api/auth/jwt/token/',
    '/api/auth/jwt/refresh/',
    '/api/token/',
    '/api/user/signup/',
    '/api/auth/registration/',
  ]) {
    const answer = await ask(`POST ${path}`, { body: {} });
    expect([path, answer.status]).toEqual([path, 404]);
  }
});

describe('registration', () => {
  it('answers 202 and no tokens, the same for a known address', async () => {
    await makePerson(app, { email: 'known@example.org' });
    for (const email of ['known@example.org', ADDRESS]) {
      const body = { email, password: GOOD_PASSWORD, firstName: 'Nerea' };
      const { status, text } = await ask('POST /api/auth/register', { body });
      expect([status, text]).toEqual([202, '{"data":{"resendAfterSeconds":60}}']);
    }
  });

  it('refuses a taken username at /username', async () => {
    await makePerson(app, { username: 'triton' });
    const body = { email: 'other@example.org', password: GOOD_PASSWORD, username: 'Triton' };
    const answer = await ask('POST /api/auth/register', { body });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('"pointer":"/username"');
  });

  it('is proven by a POST of the token, once', async () => {
    const { link } = await lastMailTo(app, ADDRESS, { kind: 'verify-email' });
    const body = { token: tokenOf(link) };
    expect((await ask('POST /api/auth/verify-email', { body })).status).toBe(200);
    const again = await ask('POST /api/auth/verify-email', { body });
    expect([again.status, again.code]).toEqual([401, 'invalid-code']);
  });
});

it('answers a sign-in by address or username with tokens, and every failure alike', async () => {
  const wrong = { identifier: ADDRESS, password: 'not the right one' };
  const unknown = { identifier: 'nobody@example.org', password: 'not the right one' };
  for (const body of [wrong, unknown]) {
    const refusal = await ask('POST /api/auth/login', { body });
    expect([refusal.status, refusal.code]).toEqual([401, 'invalid-credentials']);
  }
  const body = { identifier: ADDRESS.toUpperCase(), password: GOOD_PASSWORD };
  const { data } = await ask('POST /api/auth/login', { body });
  expect(Object.keys(data).sort()).toEqual(['accessToken', 'expiresIn', 'refreshToken', 'user']);
});

it('shows no token to who asks for cookies', async () => {
  const answer = await ask('POST /api/auth/login', {
    headers: { 'x-session-transport': 'cookie' },
    body: { identifier: ADDRESS, password: GOOD_PASSWORD },
  });
  expect(Object.keys(answer.cookies).sort()).toEqual(['at', 'rt']);
  expect(Object.keys(answer.data).sort()).toEqual(['csrfToken', 'expiresIn', 'user']);
});

it('lets a Django hash in', async () => {
  const hash = pbkdf2Sync(GOOD_PASSWORD, 'salt', 1000, 32, 'sha256').toString('base64');
  const { email } = await makePerson(app, { password: `pbkdf2_sha256$1000$salt$${hash}` });
  const body = { identifier: email, password: GOOD_PASSWORD };
  expect((await ask('POST /api/auth/login', { body })).status).toBe(200);
});

it('refreshes, verifies and ends a session', async () => {
  const session = await signIn(app, await makePerson(app));
  const verified = await ask('POST /api/auth/token/verify', {
    body: { token: session.accessToken },
  });
  expect(verified.data).toMatchObject({ valid: true, role: 'student', status: 'active' });
  const refreshed = await ask('POST /api/auth/refresh', {
    body: { refreshToken: session.refreshToken },
  });
  expect(refreshed.status).toBe(200);
  const headers = { authorization: `Bearer ${String(refreshed.data['accessToken'])}` };
  expect((await ask('POST /api/auth/logout', { headers, body: {} })).status).toBe(200);
  expect((await ask('GET /api/users/me', { headers })).status).toBe(401);
});

it('signs in by code with the flow, and by link with POST alone', async () => {
  const asked = await ask('POST /api/auth/magic-link', { body: { email: ADDRESS } });
  expect(asked.status).toBe(202);
  const { code, link } = await lastMailTo(app, ADDRESS, { kind: 'sign-in' });
  expect((await ask(`GET /api/auth/verify?token=${tokenOf(link)}`)).status).toBe(405);
  const byLink = await ask('POST /api/auth/verify', { body: { token: tokenOf(link) } });
  expect([byLink.status, byLink.code]).toEqual([403, 'confirmation-required']);
  const body = { flowId: asked.data['flowId'], code };
  expect((await ask('POST /api/auth/verify-otp', { body })).status).toBe(200);
});

it('sets a new password by a mail, without telling who has an account', async () => {
  for (const email of [ADDRESS, 'nobody@example.org']) {
    expect((await ask('POST /api/auth/password-reset', { body: { email } })).status).toBe(202);
  }
  const { link } = await lastMailTo(app, ADDRESS, { kind: 'password-reset' });
  const body = { token: tokenOf(link), password: 'wide reefs at noon' };
  expect((await ask('POST /api/auth/password-reset/confirm', { body })).status).toBe(200);
  const login = { identifier: ADDRESS, password: body.password };
  expect((await ask('POST /api/auth/login', { body: login })).status).toBe(200);
});

it('shows and changes the own profile, and nothing that is not its own to change', async () => {
  const headers = asProgram(await signIn(app, await makePerson(app)));
  const changed = await ask('PATCH /api/users/me', {
    headers,
    body: { profile: { firstName: 'Nerea', dateOfBirth: '2008-05-01' } },
  });
  expect(changed.data).toMatchObject({
    role: 'student',
    profile: { firstName: 'Nerea', dateOfBirth: '2008-05-01' },
  });
  const refused = await ask('PATCH /api/users/me', { headers, body: { role: 'admin' } });
  expect(refused.status).toBe(422);
});

it('answers health and documents where they live now', async () => {
  expect((await ask('GET /api/health')).status).toBe(200);
  expect((await ask('GET /api/docs')).status).toBe(200);
});
