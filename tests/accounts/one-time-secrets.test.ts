import { startApp, type TestApp } from '../support/app';
import { lastMailTo } from '../support/mails';
import {
  ask,
  newAddress,
  requestMail,
  signInByMail,
  tokenIn,
  userRow,
  withoutRequest,
  type Answer,
} from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';
process.env.PUBLIC_URL = 'https://shoal.example.org';
process.env.FRONTEND_BASE_URL = 'https://app.example.org';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const requestLink = (body: unknown, headers: Record<string, string> = {}) =>
  ask(app, '/auth/magic-link', { body, headers });
const verifyCode = (flowId: string, code: string) =>
  ask(app, '/auth/verify-otp', { body: { flowId, code } });
const verifyLink = (
  token: string,
  { cookie = '', confirm }: { cookie?: string; confirm?: true } = {},
) =>
  ask(app, '/auth/verify', { body: { token, ...(confirm && { confirm }) }, headers: { cookie } });
const another = (code: string) => (code === '000000' ? '000001' : '000000');
const setStatus = (email: string, account_status: string) =>
  app.db('up_users').where({ email }).update({ account_status });
describe('the code', () => {
  it('A-02: is dead after five wrong tries; the link of the mail and a new request work', async () => {
    const email = newAddress();
    const { flowId, code, token, cookie } = await requestMail(app, email);
    const answers: Answer[] = [];
    for (const tried of [...Array<string>(5).fill(another(code)), code]) {
      answers.push(await verifyCode(flowId, tried));
    }
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(401));
    expect(answers[0]?.body.code).toBe('invalid-code');
    expect(new Set(answers.map((answer) => JSON.stringify(withoutRequest(answer)))).size).toBe(1);
    expect((await verifyLink(token, { cookie })).status).toBe(200);
    const next = await requestMail(app, email, { count: 2 });
    expect((await verifyCode(next.flowId, next.code)).status).toBe(200);
  });

  it('works on the fifth try', async () => {
    const { flowId, code } = await requestMail(app, newAddress());
    for (let tries = 0; tries < 4; tries += 1) await verifyCode(flowId, another(code));
    expect((await verifyCode(flowId, code)).status).toBe(200);
  });

  it('works once, and takes the link with it', async () => {
    const { flowId, code, token } = await requestMail(app, newAddress());
    expect((await verifyCode(flowId, code)).status).toBe(200);
    expect((await verifyCode(flowId, code)).status).toBe(401);
    expect((await verifyLink(token, { confirm: true })).status).toBe(401);
  });

  it('A-04: is refused like a wrong one when its time is over', async () => {
    const late = await requestMail(app, newAddress());
    const wrong = await requestMail(app, newAddress());
    await app
      .db('accounts_flows')
      .where({ id: late.flowId })
      .update({
        expires_at: app.db.raw("now() - interval '1 second'"),
      });
    const answers = [
      await verifyCode(late.flowId, late.code),
      await verifyCode(wrong.flowId, another(wrong.code)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(withoutRequest(answers[0] as never)).toEqual(withoutRequest(answers[1] as never));
    expect((await verifyLink(late.token, { confirm: true })).status).toBe(401);
  });

  it('A-05: of one flow does not open another, nor one of another purpose', async () => {
    const one = await requestMail(app, newAddress());
    const other = await requestMail(app, newAddress());
    expect((await verifyCode(other.flowId, one.code)).status).toBe(401);
    await app.db('accounts_flows').where({ id: one.flowId }).update({ purpose: 'password-reset' });
    expect((await verifyCode(one.flowId, one.code)).status).toBe(401);
    expect((await verifyLink(one.token, { confirm: true })).status).toBe(401);
    const verification = { body: { token: other.token } };
    expect((await ask(app, '/auth/verify-email', verification)).status).toBe(401);
  });

  it('A-06: of the first mail is worth nothing after the second', async () => {
    const email = newAddress();
    const first = await requestMail(app, email);
    const second = await requestMail(app, email, { count: 2 });
    expect((await verifyCode(first.flowId, first.code)).status).toBe(401);
    expect((await verifyLink(first.token, { confirm: true })).status).toBe(401);
    expect((await verifyCode(second.flowId, second.code)).status).toBe(200);
  });

  it('is stored as a keyed hash only, and so is the link', async () => {
    const { flowId, code, token, cookie } = await requestMail(app, newAddress());
    const { rows } = await app.db.raw<{ rows: { row: string }[] }>(
      'select cast(flow as text) as row from accounts_flows as flow where id = ?',
      [flowId],
    );
    const secret = Buffer.from(token, 'base64url').subarray(16);
    for (const text of [code, token, secret.toString('hex'), cookie.split('=')[1] ?? '']) {
      expect(rows[0]?.row).not.toContain(`,${text},`);
    }
    expect(rows[0]?.row).not.toContain(secret.toString('hex'));
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６', 123456, null])(
    'is 422 when it is no code: %p',
    async (code) => {
      const { status, body } = await ask(app, '/auth/verify-otp', {
        body: { flowId: '0b6f6a52-8f5c-4f67-9d52-0d2b8e1f1a11', code },
      });
      expect([status, body.errors[0].pointer]).toEqual([422, '/code']);
    },
  );
});

describe('the link', () => {
  it('signs in from the browser that asked, once', async () => {
    const { token, cookie } = await requestMail(app, newAddress());
    expect((await verifyLink(token, { cookie })).status).toBe(200);
    expect((await verifyLink(token, { cookie })).status).toBe(401);
  });

  it('A-09: asks for a confirmation in another browser, and says when and where it was asked for', async () => {
    const email = newAddress();
    const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';
    await requestLink({ email }, { 'user-agent': firefox });
    const token = tokenIn((await lastMailTo(app, email)).link);
    const refused = await verifyLink(token, { cookie: `__Host-flow=${'x'.repeat(43)}` });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({
      code: 'confirmation-required',
      errors: [],
      data: null,
      requestedFrom: 'Firefox on Linux',
      requestedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
    expect(await userRow(app, email)).toBeUndefined();
    expect((await verifyLink(token, { confirm: true })).status).toBe(200);
  });

  it('keeps the browser that asked twice the one that asked first', async () => {
    const [one, other] = [newAddress(), newAddress()];
    const first = await requestMail(app, one);
    await requestLink({ email: other }, { cookie: first.cookie });
    const second = tokenIn((await lastMailTo(app, other)).link);
    expect((await verifyLink(first.token, { cookie: first.cookie })).status).toBe(200);
    expect((await verifyLink(second, { cookie: first.cookie })).status).toBe(200);
  });

  it('sets a flow cookie that no script can read and no neighbour can plant', async () => {
    const { headers } = await requestLink({ email: newAddress() });
    const [cookie = '', ...others] = headers.getSetCookie();
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^__Host-flow=[\w-]{43};/);
    const flags = cookie
      .toLowerCase()
      .split('; ')
      .slice(1)
      .map((flag) => flag.split('=')[0]);
    expect(flags.sort()).toEqual(['expires', 'httponly', 'path', 'samesite', 'secure']);
    expect(cookie.toLowerCase()).toContain('samesite=lax; secure; httponly');
  });

  it('A-08: is not touched by GET, HEAD and OPTIONS', async () => {
    const { token, cookie } = await requestMail(app, newAddress());
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      for (const path of ['/api/auth/verify', '/api/auth/verify-otp']) {
        const answer = await fetch(`${app.url}${path}?token=${token}`, {
          method,
          headers: { cookie, 'sec-purpose': 'prefetch' },
        });
        expect([method, answer.status]).toEqual([method, method === 'OPTIONS' ? 200 : 405]);
        expect(answer.headers.getSetCookie()).toEqual([]);
      }
    }
    expect((await verifyLink(token, { cookie })).status).toBe(200);
  });

  it('A-19: leads to the configured frontend, whatever the request says', async () => {
    const email = newAddress();
    await requestLink(
      { email },
      {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
        forwarded: 'host=evil.example',
      },
    );
    const { link } = await lastMailTo(app, email);
    expect(link).toMatch(/^https:\/\/app\.example\.org\/sign-in#token=[\w-]{64}$/);
  });

  it.each(['', 'x', 'A'.repeat(64), `${'A'.repeat(63)}=`, 'a'.repeat(201)])(
    'is refused when it is not ours: %s',
    async (token) => {
      const { status, body } = await verifyLink(token, { confirm: true });
      expect([status, body.code]).toEqual(
        token.length < 1 || token.length > 200 ? [422, 'validation-failed'] : [401, 'invalid-code'],
      );
    },
  );

  it('is refused like a wrong one for an account that was suspended since', async () => {
    const email = newAddress();
    await signInByMail(app, email);
    const { flowId, code, token } = await requestMail(app, email, { count: 2 });
    await setStatus(email, 'suspended');
    expect((await verifyCode(flowId, code)).body.code).toBe('invalid-code');
    expect((await verifyLink(token, { confirm: true })).body.code).toBe('invalid-code');
  });
});
