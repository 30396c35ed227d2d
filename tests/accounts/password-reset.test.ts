import { startApp, type TestApp } from '../support/app';
import {
  eventsOf,
  GOOD_PASSWORD,
  hashOf,
  newClient,
  OTHER_PASSWORD,
  post,
  readPerson,
  statusWith,
  tokenOf,
} from '../support/auth-calls';
import { until } from '../support/launcher-process';
import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';
import { makePerson, signIn } from '../support/people';

/** Case ids are those of the acceptance catalogue. */
let app: TestApp;
let oldHash: string;

beforeAll(async () => {
  Object.assign(process.env, {
    THROTTLE_ENABLED: 'true',
    THROTTLE_ANON: '100000/minute',
    THROTTLE_AUTH: '100000/minute',
    TRUSTED_PROXY_HOPS: '1',
    FRONTEND_BASE_URL: 'https://reef.example.org',
  });
  app = await startApp();
  oldHash = await hashOf(app, OTHER_PASSWORD);
});
afterAll(() => app.stop());

const request = (email: string, headers: Record<string, string> = {}) =>
  post(app, 'password-reset', { email }, headers);
const confirm = (token: string, password = GOOD_PASSWORD) =>
  post(app, 'password-reset/confirm', { token, password });
const login = (identifier: string, password: string) =>
  post(app, 'login', { identifier, password });

/** Asks for a reset and opens the mail. */
async function askForLink(email: string, count = 1): Promise<string> {
  await request(email);
  const mail = await lastMailTo(app, email, { kind: 'password-reset', count });
  return tokenOf(mail.link);
}

describe('asking for a new password', () => {
  it('is answered alike for every address, and mailed to active accounts only', async () => {
    const active = await makePerson(app, { password: oldHash });
    const passwordless = await makePerson(app);
    const suspended = await makePerson(app, { status: 'suspended' });
    const unknown = 'nobody@example.org';
    const emails = [active.email, passwordless.email, suspended.email, unknown];
    const answers = [];
    for (const email of emails) answers.push(await request(email));
    for (const { status, body, headers } of answers) {
      expect({ status, body }).toEqual({ status: 202, body: { data: { expiresInSeconds: 1800 } } });
      expect([...headers.keys()].sort()).toEqual([...(answers[0]?.headers.keys() ?? [])].sort());
    }
    await allMailsSent(app);
    expect(emails.map((email) => mailsTo(app, email).length)).toEqual([1, 1, 0, 0]);
    const flows = await app
      .db('accounts_flows')
      .where('purpose', 'password-reset')
      .whereIn('email', [suspended.email, unknown]);
    expect(flows).toEqual([]);
  });

  it('sends the mail that proves the address to an account that waits for it', async () => {
    const email = 'waits-for-proof@example.org';
    await post(app, 'register', { email, password: OTHER_PASSWORD });
    await lastMailTo(app, email, { kind: 'verify-email' });
    const answer = await request(email);
    expect([answer.status, answer.body]).toEqual([202, { data: { expiresInSeconds: 1800 } }]);
    await allMailsSent(app);
    expect(mailsTo(app, email).every(({ kind }) => kind === 'verify-email')).toBe(true);
  });

  it('mails a link to the configured frontend, whatever host the request names', async () => {
    const { email } = await makePerson(app);
    await request(email, { host: 'evil.example', 'x-forwarded-host': 'evil.example' });
    const { link, text } = await lastMailTo(app, email);
    expect(link).toMatch(/^https:\/\/reef\.example\.org\/reset-password#token=[\w-]+$/);
    expect(text).toContain('30 minutes');
  });

  it('refuses what is no address', async () => {
    for (const email of [
      '',
      'a@b',
      'a@example.org\r\nBcc: b@example.org',
      ['a@example.org'],
      null,
    ]) {
      const { status, body } = await post(app, 'password-reset', { email });
      expect([email, status, body.errors[0]?.pointer]).toEqual([email, 422, '/email']);
    }
  });

  it('sends five mails an hour to one address, and says nothing about the sixth', async () => {
    const { email } = await makePerson(app);
    for (let turn = 0; turn < 6; turn += 1) expect((await request(email)).status).toBe(202);
    await allMailsSent(app);
    expect(mailsTo(app, email)).toHaveLength(5);
  });

  it('tells a client that asks more than 20 times an hour', async () => {
    const client = { 'x-forwarded-for': newClient() };
    for (let turn = 0; turn < 20; turn += 1) {
      expect((await request(`nobody-${turn}@example.org`, client)).status).toBe(202);
    }
    const refused = await request('nobody@example.org', client);
    expect([refused.status, refused.body.code]).toEqual([429, 'rate-limited']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
  });
});

describe('setting the new password', () => {
  it('ends all sessions, starts none and tells the owner (A-14)', async () => {
    const { userId, documentId, email } = await makePerson(app, { password: oldHash });
    const sessions = [await signIn(app, { userId }), await signIn(app, { userId })];
    for (const { accessToken } of sessions) expect(await statusWith(app, accessToken)).toBe(200);
    const answer = await confirm(await askForLink(email));
    expect([answer.status, answer.body]).toEqual([200, { data: { signedOut: true } }]);
    for (const { accessToken, refreshToken } of sessions) {
      expect(await statusWith(app, accessToken)).toBe(401);
      expect((await post(app, 'refresh', { refreshToken })).status).toBe(401);
    }
    expect((await login(email, OTHER_PASSWORD)).status).toBe(401);
    expect((await login(email, GOOD_PASSWORD)).status).toBe(200);
    const notice = await lastMailTo(app, email, { kind: 'password-changed' });
    expect(notice.link).toBe('https://reef.example.org/reset-password');
    expect(await eventsOf(app, documentId)).toEqual(
      expect.arrayContaining(['password-reset-requested', 'password-changed']),
    );
  });

  it('gives an account without a password its first one', async () => {
    const { email } = await makePerson(app);
    expect((await confirm(await askForLink(email))).status).toBe(200);
    expect((await login(email, GOOD_PASSWORD)).status).toBe(200);
  });

  it.each([
    ['8 characters', 'kTz9-fWq', 'password-too-short'],
    ['129 characters', 'kTz9-fWqL2x'.repeat(12).slice(0, 129), 'password-too-long'],
    ['NUL', 'tide pools\u0000at dawn', 'invalid-text'],
    ['a breached one', 'Administrator', 'password-too-common'],
    ['one emoji 18 times', '🐟'.repeat(18), 'password-repetitive'],
    ['the keyboard', 'qwertyuiopas', 'password-sequence'],
  ])('refuses %s, and the link goes on working (A-12)', async (_name, password, code) => {
    const { email } = await makePerson(app);
    const token = await askForLink(email);
    const refused = await confirm(token, password);
    expect([refused.status, refused.body.code]).toEqual([422, 'validation-failed']);
    expect(refused.body.errors).toContainEqual(
      expect.objectContaining({ pointer: '/password', code }),
    );
    expect((await confirm(token)).status).toBe(200);
  });

  it('refuses the own address and the own name', async () => {
    const { email } = await makePerson(app, {
      email: 'marina.alves@example.org',
      username: 'kelpwatcher',
    });
    const token = await askForLink(email);
    for (const password of [email, 'Marina-Alves-77', 'KelpWatcher2031']) {
      const { status, body } = await confirm(token, password);
      expect([status, body.errors.map(({ code }) => code)]).toEqual([
        422,
        expect.arrayContaining(['password-like-account']),
      ]);
    }
  });
});

describe('a link (A-13)', () => {
  const expectDead = async (token: string) => {
    const { status, body } = await confirm(token);
    expect([status, body.code]).toEqual([401, 'invalid-code']);
  };

  it('works once', async () => {
    const { email } = await makePerson(app);
    const token = await askForLink(email);
    expect((await confirm(token)).status).toBe(200);
    await expectDead(token);
  });

  it('is replaced by the next one', async () => {
    const { email } = await makePerson(app);
    const first = await askForLink(email);
    const second = await askForLink(email, 2);
    await expectDead(first);
    expect((await confirm(second)).status).toBe(200);
  });

  it.each([
    ['was asked for half an hour ago', 'accounts_flows', { expires_at: new Date(0) }],
    ['belongs to an account that is suspended now', 'up_users', { account_status: 'suspended' }],
    ['went to an address that the account left', 'up_users', { email: 'moved@example.org' }],
  ])('is worth nothing when it %s', async (_name, table, changes) => {
    const { userId, email } = await makePerson(app);
    const token = await askForLink(email);
    const column = table === 'up_users' ? 'id' : 'user_id';
    await app.db(table).where(column, userId).update(changes);
    await expectDead(token);
    expect((await readPerson(app, userId)).password).toBeNull();
  });

  it('is no other secret of ours, and no other text', async () => {
    const { email } = await makePerson(app);
    await post(app, 'magic-link', { email });
    const { link } = await lastMailTo(app, email, { kind: 'sign-in' });
    const token = await askForLink(email);
    const changed = `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`;
    for (const wrong of [tokenOf(link), changed, 'x', `${token}=`, '../../etc/passwd']) {
      await expectDead(wrong);
    }
    expect((await confirm(token)).status).toBe(200);
  });

  it('cannot be used by a GET', async () => {
    const { email } = await makePerson(app);
    const token = await askForLink(email);
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const url = `${app.url}/api/auth/password-reset/confirm?token=${token}`;
      await fetch(url, { method, headers: { 'x-forwarded-for': newClient() } });
    }
    expect((await confirm(token)).status).toBe(200);
  });
});

it('takes a change of address back that was under way, since someone else may have asked', async () => {
  const person = await makePerson(app, { password: oldHash });
  const { accessToken } = await signIn(app, person);
  const newEmail = 'intruder@example.org';
  const headers = { authorization: `Bearer ${accessToken}` };
  expect((await post(app, 'email-change', { email: newEmail }, headers)).status).toBe(202);
  const { link } = await lastMailTo(app, newEmail);
  await confirm(await askForLink(person.email));
  const { status } = await post(app, 'email-change/confirm', { token: tokenOf(link) });
  expect(status).toBe(401);
  expect((await readPerson(app, person.userId)).email).toBe(person.email);
});

it('leaves nothing to see when the writing fails: no mail, no flow', async () => {
  const { email, userId } = await makePerson(app);
  await app.db.raw(`create function refuse_event() returns trigger language plpgsql
                    as $$ begin raise exception 'the disk is full'; end $$`);
  await app.db.raw(`create trigger refuse_event before insert on accounts_security_events
                    for each row execute function refuse_event()`);
  const { status } = await request(email);
  await app.db.raw('drop function refuse_event() cascade');
  expect(status).toBe(500);
  expect(await app.db('accounts_flows').where('user_id', userId)).toEqual([]);
  await until('it works again', async () => (await request(email)).status === 202);
});
