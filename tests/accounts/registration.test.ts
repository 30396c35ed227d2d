import { startApp, type TestApp } from '../support/app';
import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';
import {
  ask,
  cookiesOf,
  newAddress,
  requestMail,
  securityEvents,
  signInByMail,
  tokenIn,
  userRow,
  withoutRequest,
} from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

const PASSWORD = 'kelp-forest-Tide-42';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const register = (body: object) => ask(app, '/auth/register', { body });
const verifyEmail = (token: string) => ask(app, '/auth/verify-email', { body: { token } });
const resend = (email: string) => ask(app, '/auth/verify-email/resend', { body: { email } });
const verificationTo = async (email: string, count = 1) =>
  tokenIn((await lastMailTo(app, email, { kind: 'verify-email', count })).link);
const verifies = async (email: string, password: string) => {
  const { matches } = await app.strapi
    .plugin('accounts')
    .service<{
      verify(password: string, hash: string | null): Promise<{ matches: boolean }>;
    }>('passwords')
    .verify(password, (await userRow(app, email))?.password ?? null);
  return matches;
};
const profileOf = async (email: string) => {
  const { rows } = await app.db.raw<{ rows: Record<string, unknown>[] }>(
    `select profile.first_name, profile.last_name, profile.biography
       from profiles as profile
       join profiles_user_lnk as link on link.profile_id = profile.id
       join up_users as account on account.id = link.user_id
      where account.email = ?`,
    [email],
  );
  return rows;
};

describe('a registration', () => {
  it('makes a pending account that its own mail brings to life', async () => {
    const email = newAddress('mara.silva');
    const answer = await register({
      email,
      password: PASSWORD,
      username: 'mara',
      firstName: ' Mara ',
      lastName: 'Silva',
      dateOfBirth: '1999-05-20',
    });
    expect([answer.status, answer.body]).toEqual([202, { data: { resendAfterSeconds: 60 } }]);
    expect(await userRow(app, email)).toMatchObject({ account_status: 'pending', password: null });
    const verified = await verifyEmail(await verificationTo(email));
    expect([verified.status, verified.body]).toEqual([200, { data: { status: 'active' } }]);
    expect(verified.headers.getSetCookie()).toEqual([]);
    const row = await userRow(app, email);
    expect(row).toMatchObject({ account_status: 'active', username: 'mara' });
    expect(await verifies(email, PASSWORD)).toBe(true);
    expect(await profileOf(email)).toEqual([
      { first_name: 'Mara', last_name: 'Silva', biography: null },
    ]);
    expect(await securityEvents(app, row?.document_id ?? '')).toEqual([
      'registered',
      'email-verified',
    ]);
  });

  it('A-18: is confirmed once, and by no GET', async () => {
    const email = newAddress();
    await register({ email, password: PASSWORD });
    const token = await verificationTo(email);
    for (let times = 0; times < 2; times += 1) {
      expect((await ask(app, `/auth/verify-email?token=${token}`)).status).toBe(405);
    }
    expect((await userRow(app, email))?.account_status).toBe('pending');
    expect((await verifyEmail(token)).status).toBe(200);
    const second = await verifyEmail(token);
    expect([second.status, second.body.code]).toEqual([401, 'invalid-code']);
  });

  it('A-11: is answered the same for an address that has an account, whose owner is told', async () => {
    const [known, unknown, suspended] = [newAddress(), newAddress(), newAddress()];
    await signInByMail(app, known);
    await signInByMail(app, suspended);
    await app.db('up_users').where({ email: suspended }).update({ account_status: 'suspended' });
    const answers = [];
    for (const email of [known, unknown, suspended]) {
      answers.push(await register({ email, password: PASSWORD, firstName: 'Eve' }));
    }
    const shapes = answers.map((answer) =>
      JSON.stringify([answer.status, [...answer.headers.keys()].sort(), withoutRequest(answer)]),
    );
    expect(new Set(shapes).size).toBe(1);
    const told = await lastMailTo(app, known, { kind: 'already-registered' });
    expect(told.link).toMatch(/\/sign-in$/);
    await allMailsSent(app);
    expect(mailsTo(app, suspended).map(({ kind }) => kind)).toEqual(['sign-in']);
    expect((await userRow(app, known))?.password).toBeNull();
    expect((await profileOf(known))[0]).toMatchObject({ first_name: null });
  });

  it('of an active account leaves nothing behind that a later verification could bring to life', async () => {
    const email = newAddress();
    await signInByMail(app, email);
    await register({ email, password: PASSWORD, firstName: 'Eve' });
    const flow = await app.db('accounts_flows').where({ email, purpose: 'verify-email' }).first();
    expect(JSON.parse(flow.details as string)).toEqual({});
  });

  it('takes the newest password of a pending account, and only by its newest mail', async () => {
    const email = newAddress();
    const asked = await register({ email, password: PASSWORD, firstName: 'First' });
    const first = await verificationTo(email);
    const body = { email, password: 'other-Reef-Lagoon-77', firstName: 'Second' };
    await ask(app, '/auth/register', { body, headers: { cookie: cookiesOf(asked) } });
    const second = await verificationTo(email, 2);
    expect((await verifyEmail(first)).status).toBe(401);
    expect((await verifyEmail(second)).status).toBe(200);
    expect(await verifies(email, 'other-Reef-Lagoon-77')).toBe(true);
    expect((await profileOf(email))[0]).toMatchObject({ first_name: 'Second' });
  });

  it.each([
    ['taken by an active account', 'reef-keeper'],
    ['written otherwise', 'Reef-KEEPER'],
  ])('is 422 for a username that is %s, whoever asks', async (_case, username) => {
    const owner = newAddress('reef-keeper-owner');
    if (!(await app.db('up_users').where({ username: 'reef-keeper' }).first('id'))) {
      await register({ email: owner, password: PASSWORD, username: 'reef-keeper' });
    }
    for (const email of [newAddress(), owner]) {
      const { status, body } = await register({ email, password: PASSWORD, username });
      expect([status, body.errors]).toEqual([
        422,
        [{ pointer: '/username', code: 'taken', message: expect.any(String) }],
      ]);
    }
  });

  it.each([
    ['a password that is too short', { password: 'short' }, '/password'],
    ['a password that is no text', { password: 12_345_678_901_234 }, '/password'],
    ['a name that is an address', { username: 'kim@example.org' }, '/username'],
    ['a name with a space', { username: 'kim lee' }, '/username'],
    ['a name of nothing', { firstName: '  ' }, '/firstName'],
    ['a name with a control sign', { lastName: 'Sil\u0000va' }, '/lastName'],
    ['a birthday to come', { dateOfBirth: '2999-01-01' }, '/dateOfBirth'],
    ['a birthday that is no day', { dateOfBirth: '2001-02-30' }, '/dateOfBirth'],
  ])('is 422 for %s', async (_case, wrong, pointer) => {
    const { status, body } = await register({ email: newAddress(), password: PASSWORD, ...wrong });
    expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
  });

  it.each([
    { role: 'admin' },
    { role: { connect: [1] } },
    { role: { set: [] } },
    { confirmed: true },
    { blocked: false },
    { status: 'active' },
    { accountStatus: 'active' },
    { track: 'x' },
    { provider: 'google' },
    { groups: [1] },
    { id: 1 },
    { documentId: 'x' },
    { createdBy: 1 },
    { profile: { biography: 'x' } },
    { emailVerifiedAt: '2020-01-01T00:00:00Z' },
  ])('M-01, M-02: refuses what it does not ask for: %p', async (wrong) => {
    const email = newAddress();
    const { status, body } = await register({ email, password: PASSWORD, ...wrong });
    expect([status, body.errors[0].pointer]).toEqual([422, `/${Object.keys(wrong)[0]}`]);
    expect(await userRow(app, email)).toBeUndefined();
  });

  it('hashes no password into the account, and keeps none but as Argon2id', async () => {
    const email = newAddress();
    await register({ email, password: PASSWORD });
    const flow = await app.db('accounts_flows').where({ email }).first();
    expect(JSON.parse(flow.details as string).passwordHash).toMatch(/^\$argon2id\$/);
    expect(JSON.stringify(flow)).not.toContain(PASSWORD);
  });
});

describe('another verification mail', () => {
  it('brings what the registration brought, and ends the first one', async () => {
    const email = newAddress();
    await register({ email, password: PASSWORD, firstName: 'Ada' });
    const first = await verificationTo(email);
    const { status, body } = await resend(email);
    expect([status, body]).toEqual([202, { data: { resendAfterSeconds: 60 } }]);
    const second = await verificationTo(email, 2);
    expect((await verifyEmail(first)).status).toBe(401);
    expect((await verifyEmail(second)).status).toBe(200);
    expect(await verifies(email, PASSWORD)).toBe(true);
    expect((await profileOf(email))[0]).toMatchObject({ first_name: 'Ada' });
  });

  it('comes after the first one is too old', async () => {
    const email = newAddress();
    await register({ email, password: PASSWORD });
    const first = await verificationTo(email);
    await app
      .db('accounts_flows')
      .where({ email })
      .update({ expires_at: app.db.raw("now() - interval '3 days'") });
    await app.strapi
      .plugin('accounts')
      .service<{ cleanUp(db: unknown): Promise<number> }>('flows')
      .cleanUp(app.db);
    expect((await verifyEmail(first)).status).toBe(401);
    await resend(email);
    expect((await verifyEmail(await verificationTo(email, 2))).status).toBe(200);
    expect(await verifies(email, PASSWORD)).toBe(true);
  });

  it('is answered the same for any address, and goes to pending ones only', async () => {
    const [active, unknown] = [newAddress(), newAddress()];
    await signInByMail(app, active);
    const answers = [await resend(active), await resend(unknown)];
    expect(answers.map((answer) => [answer.status, withoutRequest(answer)])).toEqual(
      Array(2).fill([202, { data: { resendAfterSeconds: 60 } }]),
    );
    await allMailsSent(app);
    expect(mailsTo(app, active).map(({ kind }) => kind)).toEqual(['sign-in']);
    expect(mailsTo(app, unknown)).toEqual([]);
  });
});

it('deletes what is over for a day, and nothing that still works', async () => {
  const old = await requestMail(app, newAddress());
  const live = await requestMail(app, newAddress());
  await app
    .db('accounts_flows')
    .where({ id: old.flowId })
    .update({ expires_at: app.db.raw("now() - interval '25 hours'") });
  await app.strapi
    .plugin('accounts')
    .service<{ cleanUp(db: unknown): Promise<number> }>('flows')
    .cleanUp(app.db);
  expect(await app.db('accounts_flows').where({ id: old.flowId })).toEqual([]);
  expect(await app.db('accounts_flows').where({ id: live.flowId })).toHaveLength(1);
});
