import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';
import { startApp, type TestApp } from '../support/app';
import {
  ask,
  newAddress,
  requestMail,
  securityEvents,
  signInByMail,
  tokenIn,
  userRow,
} from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';
process.env.PUBLIC_URL = 'https://shoal.example.org';
process.env.FRONTEND_BASE_URL = 'https://app.example.org';
process.env.REDIRECT_ALLOWED_ORIGINS = 'https://field.example.org';

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
const setStatus = (email: string, account_status: string) =>
  app.db('up_users').where({ email }).update({ account_status });
const sessionsOf = async (email: string) =>
  Number(
    (
      await app
        .db('accounts_sessions as session')
        .join('up_users as account', 'account.id', 'session.user_id')
        .where('account.email', email)
        .count<{ count: string }[]>()
    )[0]?.count,
  );

describe('a new address', () => {
  it('gets an account, a profile and the role student by its first proof', async () => {
    const email = newAddress('kim.lee');
    const { flowId, code } = await requestMail(app, email);
    const { status, body, headers } = await verifyCode(flowId, code);
    expect(status).toBe(200);
    expect(body.data).toEqual({
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: 600,
      redirectTo: null,
      user: {
        id: expect.stringMatching(/^[a-z][a-z0-9]{23}$/),
        email,
        username: expect.stringMatching(/^kim\.lee/),
        role: 'student',
        track: null,
        status: 'active',
      },
    });
    expect(headers.get('cache-control')).toContain('no-store');
    const me = await ask(app, '/users/me', {
      headers: { authorization: `Bearer ${body.data.accessToken}` },
    });
    expect(me.body.data.profile).toMatchObject({ firstName: null, areasOfInterest: [] });
    expect(await securityEvents(app, body.data.user.id as string)).toEqual([
      'registered',
      'email-verified',
      'sign-in-succeeded',
    ]);
  });

  it('is the same account the next time, however it is written', async () => {
    const email = newAddress();
    const first = await signInByMail(app, email);
    await requestLink({ email: `  ${email.toUpperCase()} ` });
    const mail = await lastMailTo(app, email, { count: 2 });
    const { body } = await verifyLink(tokenIn(mail.link), { confirm: true });
    expect(body.data.user.id).toBe(first.user.id);
  });

  it('takes a name that is free when its own is taken', async () => {
    await signInByMail(app, 'same.name@example.org');
    await signInByMail(app, 'same.name@example.net');
    const other = await userRow(app, 'same.name@example.net');
    expect(other?.username).toMatch(/^same\.name\d+$/);
  });
});

describe('A-01: the answer to a request', () => {
  it('is the same for a known, unknown, suspended and pending address, and mails go to three of them', async () => {
    const [known, unknown, suspended, pending] = ['known', 'unknown', 'suspended', 'pending'].map(
      (name) => newAddress(name),
    ) as [string, string, string, string];
    await signInByMail(app, known);
    await signInByMail(app, suspended);
    await setStatus(suspended, 'suspended');
    await ask(app, '/auth/register', { body: { email: pending, password: 'kelp-forest-Tide-42' } });
    await allMailsSent(app);
    const before = await app.db('jobs_outbox').count<{ count: string }[]>();
    const answers = [];
    for (const email of [known, unknown, suspended, pending])
      answers.push(await requestLink({ email }));
    const shapes = answers.map(({ status, headers, body }) => ({
      status,
      headers: [...headers.keys()].sort(),
      cookie: headers.getSetCookie().map((one) => one.replace(/=[\w-]{43};|expires=[^;]+/g, '=…;')),
      body: { ...body.data, flowId: typeof body.data.flowId },
    }));
    expect(shapes.map((shape) => JSON.stringify(shape))).toEqual(
      Array(4).fill(JSON.stringify(shapes[0])),
    );
    expect(shapes[0]).toMatchObject({
      status: 202,
      body: { flowId: 'string', resendAfterSeconds: 60 },
    });
    await allMailsSent(app);
    const after = await app.db('jobs_outbox').count<{ count: string }[]>();
    expect(Number(after[0]?.count) - Number(before[0]?.count)).toBe(3);
    expect(mailsTo(app, suspended)).toHaveLength(1);
    expect(await userRow(app, unknown)).toBeUndefined();
  });

  it('asks the database the same, whether there is an account or not', async () => {
    const [known, unknown, suspended] = [newAddress(), newAddress(), newAddress()];
    await signInByMail(app, known);
    await signInByMail(app, suspended);
    await setStatus(suspended, 'suspended');
    await allMailsSent(app);
    const statementsFor = async (email: string) => {
      const seen: string[] = [];
      const note = ({ sql }: { sql: string }) =>
        seen.push(sql.replace(/\btrx\d+\b/g, 'trx').replace(/\s+/g, ' '));
      app.db.on('query', note);
      await requestLink({ email });
      app.db.removeListener('query', note);
      // The worker that sends mails works beside the request.
      return seen
        .filter((sql) => /accounts_flows|up_users|jobs_outbox|SAVEPOINT/i.test(sql))
        .filter((sql) => !/(update|from) "?jobs_outbox/i.test(sql))
        .map((sql) => sql.replace(/^(RELEASE|ROLLBACK TO) /i, 'END ').replace(/;$/, ''));
    };
    const forKnown = await statementsFor(known);
    expect(forKnown.length).toBeGreaterThan(4);
    expect(await statementsFor(unknown)).toEqual(forKnown);
    expect(await statementsFor(suspended)).toEqual(forKnown);
  });
});

describe('A-15: redirectTo', () => {
  it.each(['/groups?tab=a#b', 'https://field.example.org/map', 'https://app.example.org/x'])(
    'comes back with the session, and is in the link: %s',
    async (redirectTo) => {
      const { flowId, code, mail } = await requestMail(app, newAddress(), { redirectTo });
      const fragment = new URLSearchParams(new URL(mail.link ?? '').hash.slice(1));
      expect(fragment.get('redirectTo')).toBe(redirectTo);
      const { body } = await verifyCode(flowId, code);
      expect(body.data.redirectTo).toBe(redirectTo);
    },
  );

  it.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'https://app.example.org.evil.example',
    'https://app.example.org@evil.example',
    'http://app.example.org/x',
    'javascript:alert(1)',
    'data:text/html,x',
    'groups',
    '',
    ['/groups'],
    { toString: '/groups' },
    null,
    `/${'a'.repeat(2048)}`,
  ])('is 422 when it leads elsewhere: %p', async (redirectTo) => {
    const { status, body } = await requestLink({ email: newAddress(), redirectTo });
    expect([status, body.errors[0].pointer]).toEqual([422, '/redirectTo']);
  });
});

describe('A-17: an address', () => {
  it.each([
    'a@b',
    'a@example.org.',
    '"x y"@example.org',
    'victim@example.org\r\nBcc: other@example.org',
    'victim@example.org\u0000',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b.'.repeat(130)}org`,
    'аdmin@example.org',
    ['a@example.org'],
    { $ne: null },
    null,
  ])('is 422 when no mail can safely go there: %p', async (email) => {
    const { status, body } = await requestLink({ email });
    expect([status, body.errors[0].pointer]).toEqual([422, '/email']);
  });

  it('of a domain in another script is kept in ASCII', async () => {
    await requestLink({ email: 'Kim@Bücher.example' });
    expect((await lastMailTo(app, 'kim@xn--bcher-kva.example')).code).toMatch(/^\d{6}$/);
  });

  it('is not repeated in the answer that refuses it', async () => {
    const { body } = await requestLink({ email: 'someone@nowhere' });
    expect(JSON.stringify(body)).not.toContain('someone');
  });
});

it('refuses fields and parameters that it does not know', async () => {
  const field = await requestLink({ email: newAddress(), role: 'admin' });
  expect([field.status, field.body.errors[0].pointer]).toEqual([422, '/role']);
  const query = await ask(app, '/auth/magic-link?email=x@example.org', {
    body: { email: newAddress() },
  });
  expect([query.status, query.body.code]).toEqual([400, 'invalid-query']);
});

it('starts one session for one proof', async () => {
  const email = newAddress();
  await signInByMail(app, email);
  expect(await sessionsOf(email)).toBe(1);
});
