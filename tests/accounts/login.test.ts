import { createHash, pbkdf2Sync } from 'node:crypto';
import bcrypt from 'bcryptjs';
import type { PasswordsService } from '../../src/plugins/accounts/server/services/passwords';
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
let goodHash: string;

beforeAll(async () => {
  Object.assign(process.env, {
    THROTTLE_ENABLED: 'true',
    THROTTLE_ANON: '100000/minute',
    THROTTLE_AUTH: '100000/minute',
    TRUSTED_PROXY_HOPS: '1',
  });
  app = await startApp();
  goodHash = await hashOf(app, GOOD_PASSWORD);
});
afterAll(() => app.stop());

const login = (
  identifier: string,
  password = GOOD_PASSWORD,
  headers: Record<string, string> = {},
) => post(app, 'login', { identifier, password }, headers);

describe('the right password', () => {
  it('starts a session, by address or by name, however it is written', async () => {
    const { email } = await makePerson(app, { password: goodHash, username: 'Anna.Silva' });
    for (const identifier of [email, ` ${email.toUpperCase()} `, 'anna.silva', 'ANNA.SILVA']) {
      const { status, body } = await login(identifier);
      expect([identifier, status]).toEqual([identifier, 200]);
      expect(body).toMatchObject({ data: { user: { email, role: 'student', status: 'active' } } });
      expect(await statusWith(app, body.data.accessToken)).toBe(200);
    }
  });

  it('leaves no token in the answer to a browser', async () => {
    const { email } = await makePerson(app, { password: goodHash });
    const answer = await login(email, GOOD_PASSWORD, {
      'x-session-transport': 'cookie',
      origin: 'http://localhost:3000',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie().length).toBeGreaterThan(1);
    expect(Object.keys(answer.body.data).sort()).toEqual(['csrfToken', 'expiresIn', 'user']);
  });

  it('is told to the security events, the wrong one too', async () => {
    const { email, documentId } = await makePerson(app, { password: goodHash });
    await login(email, 'not this one');
    await login(email);
    expect(await eventsOf(app, documentId)).toEqual(['sign-in-failed', 'sign-in-succeeded']);
  });
});

describe('a refusal', () => {
  it('is the same for whatever is wrong', async () => {
    const active = await makePerson(app, { password: goodHash });
    const passwordless = await makePerson(app);
    const suspended = await makePerson(app, { password: goodHash, status: 'suspended' });
    const pending = await makePerson(app, { password: goodHash, status: 'pending' });
    const answers = [
      await login(active.email, `${GOOD_PASSWORD}!`),
      await login(active.email, GOOD_PASSWORD.slice(0, -1)),
      await login(passwordless.email),
      await login(suspended.email),
      await login(pending.email, `${GOOD_PASSWORD}!`),
      await login('nobody@example.org'),
      await login('nobody'),
    ];
    const [first] = answers;
    expect(first).toMatchObject({ status: 401, body: { code: 'invalid-credentials' } });
    for (const { status, body, headers } of answers) {
      expect({ status, body }).toEqual({ status: first?.status, body: first?.body });
      expect([...headers.keys()].sort()).toEqual([...(first?.headers.keys() ?? [])].sort());
    }
  });

  it('costs one check of a password, whoever is named', async () => {
    const active = await makePerson(app, { password: goodHash });
    const passwordless = await makePerson(app);
    const passwords = app.strapi.plugin('accounts').service<PasswordsService>('passwords');
    const verify = passwords.verify.bind(passwords);
    const checked: (string | null)[] = [];
    passwords.verify = (password, stored) => {
      checked.push(stored);
      return verify(password, stored);
    };
    for (const name of [active.email, passwordless.email, 'nobody@example.org']) {
      await login(name, 'not this one');
    }
    passwords.verify = verify;
    expect(checked).toEqual([goodHash, null, null]);
  });

  it.each([
    ['nothing', {}, ['/identifier', '/password']],
    ['other types', { identifier: ['a'], password: {} }, ['/identifier', '/password']],
    ['a field too many', { identifier: 'a@b.org', password: 'x', role: 'admin' }, ['/role']],
    ['an endless name', { identifier: 'a'.repeat(1001), password: 'x' }, ['/identifier']],
  ])('names what is wrong with %s', async (_name, body, pointers) => {
    const answer = await post(app, 'login', body);
    expect(answer.status).toBe(422);
    const errors = answer.body.errors;
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(pointers);
  });

  it('is one for the session too: it comes with no cookie and no token', async () => {
    const answer = await login('nobody@example.org', 'x', { 'x-session-transport': 'cookie' });
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

describe('an account that waits for the proof of its address', () => {
  it('is refused like any other, and gets a fresh mail for the right password only', async () => {
    const email = 'waits-for-proof@example.org';
    await post(app, 'register', { email, password: GOOD_PASSWORD });
    await lastMailTo(app, email, { kind: 'verify-email' });
    const wrong = await login(email, OTHER_PASSWORD);
    await allMailsSent(app);
    expect(mailsTo(app, email)).toHaveLength(1);
    const right = await login(email);
    expect(right.status).toBe(401);
    expect(right.body).toEqual(wrong.body);
    const { link } = await lastMailTo(app, email, { kind: 'verify-email', count: 2 });
    const proof = await post(app, 'verify-email', { token: tokenOf(link) });
    expect(proof.status).toBe(200);
    expect((await login(email)).status).toBe(200);
  });
});

describe('long passwords (A-12)', () => {
  it.each([
    ['128 characters', createHash('sha512').update('seed').digest('hex')],
    ['75 bytes', '水の中の魚は何を見ているのか、誰も知らない静けさ'],
    ['200 bytes', [...'🐠🐟🐡🦈🐙🦑🦐🦞🦀🐚'].join('').repeat(5)],
  ])('signs in with all of %s and with no beginning of it', async (_name, password) => {
    const { email } = await makePerson(app, { password: await hashOf(app, password) });
    const shorter = [...password].slice(0, -1).join('');
    expect((await login(email, shorter)).status).toBe(401);
    expect((await login(email, `${password}x`)).status).toBe(401);
    expect((await login(email, password)).status).toBe(200);
  });
});

describe('hashes of other systems', () => {
  const django = `pbkdf2_sha256$1000$salt$${pbkdf2Sync(GOOD_PASSWORD, 'salt', 1000, 32, 'sha256').toString('base64')}`;

  it.each([
    ['Strapi', bcrypt.hashSync(GOOD_PASSWORD, 4)],
    ['Django', django],
  ])('of %s are renewed by the sign-in, which ends no session', async (_name, password) => {
    const person = await makePerson(app, { password });
    const earlier = await signIn(app, person);
    expect((await login(person.email, 'not this one')).status).toBe(401);
    expect((await readPerson(app, person.userId)).password).toBe(password);
    expect((await login(person.email)).status).toBe(200);
    const renewed = await readPerson(app, person.userId);
    expect(renewed.password).toMatch(/^\$argon2id\$v=19\$m=19456,/);
    expect(renewed.password_upgraded_at).not.toBeNull();
    expect(await statusWith(app, earlier.accessToken)).toBe(200);
    expect((await login(person.email)).status).toBe(200);
    expect((await readPerson(app, person.userId)).password).toBe(renewed.password);
  });
});

describe('guessing', () => {
  it.each(['known', 'unknown'])(
    'is slowed down after five failures, from wherever they come, for a name that is %s (L-03)',
    async (kind) => {
      const person = await makePerson(app, { password: goodHash });
      const name = kind === 'known' ? person.email : `no-${person.email}`;
      const statuses: number[] = [];
      for (let guess = 0; guess < 10; guess += 1) {
        const { status, headers, body } = await login(name, `wrong guess ${guess}`);
        statuses.push(status);
        if (status !== 429) continue;
        expect(body.code).toBe('rate-limited');
        expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
        expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
      }
      expect(statuses.slice(0, 6)).toEqual([401, 401, 401, 401, 401, 429]);
      const other = await makePerson(app, { password: goodHash });
      expect((await login(other.email)).status).toBe(200);
    },
  );

  it('does not lock out for good: who waits gets in, and starts anew', async () => {
    const { email, documentId } = await makePerson(app, { password: goodHash });
    for (let guess = 0; guess < 5; guess += 1) await login(email, `wrong guess ${guess}`);
    const refused = await login(email);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBe(1);
    expect(await eventsOf(app, documentId)).toContain('sign-in-delayed');
    await until('the delay is over', async () => (await login(email)).status === 200);
    expect((await login(email, 'not this one')).status).toBe(401);
    expect((await login(email)).status).toBe(200);
  });

  it('lets no more through when many come at once', async () => {
    const { email } = await makePerson(app, { password: goodHash });
    const guesses = Array.from({ length: 20 }, (_, guess) => login(email, `wrong guess ${guess}`));
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(6);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(14);
  });

  it('ends for a client after 30 failures, and sign-ins do not count', async () => {
    const client = { 'x-forwarded-for': newClient() };
    const { email } = await makePerson(app, { password: goodHash });
    for (let turn = 0; turn < 5; turn += 1) {
      expect((await login(email, GOOD_PASSWORD, client)).status).toBe(200);
    }
    for (let guess = 0; guess < 30; guess += 1) {
      expect((await login(`nobody-${guess}@example.org`, OTHER_PASSWORD, client)).status).toBe(401);
    }
    const refused = await login(email, GOOD_PASSWORD, client);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    expect((await login(email)).status).toBe(200);
  });
});

describe('an account that changes at the same moment', () => {
  it('is not signed in to when it is suspended while the password is being checked', async () => {
    const person = await makePerson(app, { password: goodHash });
    const passwords = app.strapi.plugin('accounts').service<PasswordsService>('passwords');
    const verify = passwords.verify.bind(passwords);
    passwords.verify = async (password, stored) => {
      const check = await verify(password, stored);
      await app.db('up_users').where({ id: person.userId }).update({ account_status: 'suspended' });
      return check;
    };
    const { status, body } = await login(person.email);
    passwords.verify = verify;
    expect([status, body.code]).toEqual([401, 'invalid-credentials']);
    const sessions = await app.db('accounts_sessions').where({ user_id: person.userId });
    expect(sessions).toEqual([]);
  });
});
