import { startApp, type TestApp } from '../support/app';
import {
  eventsOf,
  GOOD_PASSWORD,
  hashOf,
  OTHER_PASSWORD,
  post,
  readPerson,
  statusWith,
  tokenOf,
} from '../support/auth-calls';
import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';
import { makePerson, signIn, type TestPerson } from '../support/people';

/** Case ids are those of the acceptance catalogue. */
let app: TestApp;
let hash: string;
let sequence = 0;

beforeAll(async () => {
  Object.assign(process.env, {
    THROTTLE_ENABLED: 'true',
    THROTTLE_ANON: '100000/minute',
    THROTTLE_USER: '100000/minute',
    THROTTLE_AUTH: '100000/minute',
    TRUSTED_PROXY_HOPS: '1',
    FRONTEND_BASE_URL: 'https://reef.example.org',
  });
  app = await startApp();
  hash = await hashOf(app, OTHER_PASSWORD);
});
afterAll(() => app.stop());

const newAddress = () => `moved-${(sequence += 1)}@example.org`;
const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });
const confirm = (token: string) => post(app, 'email-change/confirm', { token });
const undo = (token: string) => post(app, 'email-change/undo', { token });
const login = (identifier: string, password = OTHER_PASSWORD) =>
  post(app, 'login', { identifier, password });
const addressOf = async ({ userId }: TestPerson) => (await readPerson(app, userId)).email;

async function ask(person: TestPerson, email: string) {
  const { accessToken } = await signIn(app, person);
  return post(app, 'email-change', { email }, bearer(accessToken));
}

/** A change that was asked for, and what both mails hold. */
async function makeChange(traits: { password?: string | null } = {}) {
  const person = await makePerson(app, { password: hash, ...traits });
  const email = newAddress();
  expect((await ask(person, email)).status).toBe(202);
  const notice = await lastMailTo(app, person.email, { kind: 'email-change-notice' });
  const confirmation = await lastMailTo(app, email, { kind: 'email-change-confirm' });
  return {
    person,
    email,
    notice,
    confirmation,
    undoToken: tokenOf(notice.link),
    confirmToken: tokenOf(confirmation.link),
  };
}

describe('asking for another address', () => {
  it('writes to both and changes nothing yet', async () => {
    const { person, email, notice, confirmation } = await makeChange();
    expect(notice.text).toContain(email);
    expect(notice.text).toContain('3 days');
    expect(notice.link).toMatch(/^https:\/\/reef\.example\.org\/email-change#token=.+action=undo$/);
    expect(confirmation.link).toMatch(/^https:\/\/reef\.example\.org\/email-change#token=[\w-]+$/);
    expect(await addressOf(person)).toBe(person.email);
    expect((await login(person.email)).status).toBe(200);
    expect((await login(email)).status).toBe(401);
  });

  it('needs a sign-in, and one of the last five minutes (A-20)', async () => {
    const anonymous = await post(app, 'email-change', { email: newAddress() });
    expect([anonymous.status, anonymous.body.code]).toEqual([401, 'unauthenticated']);
    const person = await makePerson(app);
    const { accessToken, sessionId } = await signIn(app, person);
    const authenticatedAt = new Date(Date.now() - 5 * 60_000 - 1000);
    await app
      .db('accounts_sessions')
      .where({ id: sessionId })
      .update({ authenticated_at: authenticatedAt });
    const late = await post(app, 'email-change', { email: newAddress() }, bearer(accessToken));
    expect([late.status, late.body.code]).toEqual([401, 'reauthentication-required']);
    await allMailsSent(app);
    expect(mailsTo(app, person.email)).toEqual([]);
  });

  it('is answered alike when somebody has the address, who is left in peace', async () => {
    const owner = await makePerson(app);
    const person = await makePerson(app);
    const free = await ask(person, newAddress());
    const taken = await ask(person, owner.email.toUpperCase());
    expect([taken.status, taken.body]).toEqual([free.status, free.body]);
    await allMailsSent(app);
    expect(mailsTo(app, owner.email)).toEqual([]);
    expect(mailsTo(app, person.email)).toHaveLength(2);
  });

  it('refuses the address that the account has, and what is no address', async () => {
    const person = await makePerson(app);
    for (const [email, code] of [
      [person.email.toUpperCase(), 'email-unchanged'],
      ['a@b', 'invalid'],
    ] as const) {
      const { status, body } = await ask(person, email);
      expect([status, body.errors]).toEqual([
        422,
        [expect.objectContaining({ pointer: '/email', code })],
      ]);
    }
  });

  it('is possible five times an hour', async () => {
    const person = await makePerson(app);
    for (let turn = 0; turn < 5; turn += 1) {
      expect((await ask(person, newAddress())).status).toBe(202);
    }
    const { status, body } = await ask(person, newAddress());
    expect([status, body.code]).toEqual([429, 'rate-limited']);
  });
});

describe('the proof of the new address', () => {
  it('moves the account and ends its sessions', async () => {
    const { person, email, confirmToken } = await makeChange();
    const { accessToken, refreshToken } = await signIn(app, person);
    expect(await statusWith(app, accessToken)).toBe(200);
    const answer = await confirm(confirmToken);
    expect([answer.status, answer.body]).toEqual([200, { data: { signedOut: true } }]);
    expect(await addressOf(person)).toBe(email);
    expect(await statusWith(app, accessToken)).toBe(401);
    expect((await post(app, 'refresh', { refreshToken })).status).toBe(401);
    expect((await login(person.email)).status).toBe(401);
    expect((await login(email)).status).toBe(200);
    expect(await eventsOf(app, person.documentId)).toEqual(
      expect.arrayContaining(['email-change-requested', 'email-changed']),
    );
  });

  it('works once', async () => {
    const { confirmToken } = await makeChange();
    expect((await confirm(confirmToken)).status).toBe(200);
    const { status, body } = await confirm(confirmToken);
    expect([status, body.code]).toEqual([401, 'invalid-code']);
  });

  it('is that of the newest request', async () => {
    const { person, confirmToken } = await makeChange();
    const email = newAddress();
    await ask(person, email);
    expect((await confirm(confirmToken)).status).toBe(401);
    const { link } = await lastMailTo(app, email);
    expect((await confirm(tokenOf(link))).status).toBe(200);
    expect(await addressOf(person)).toBe(email);
  });

  it('is a conflict when somebody has the address by now, and says no more (A-20)', async () => {
    const { person, email, confirmToken } = await makeChange();
    const owner = await makePerson(app, { email });
    const { status, body } = await confirm(confirmToken);
    expect([status, body.code]).toEqual([409, 'conflict']);
    expect(JSON.stringify(body)).not.toContain(email);
    expect(JSON.stringify(body)).not.toContain(owner.documentId);
    expect(await addressOf(person)).toBe(person.email);
  });

  it.each([
    ['the account is suspended', 'up_users', 'id', { account_status: 'suspended' }],
    ['it is too old', 'accounts_flows', 'user_id', { expires_at: new Date(0) }],
  ])('is worth nothing when %s', async (_name, table, column, changes) => {
    const { person, confirmToken } = await makeChange();
    await app.db(table).where(column, person.userId).update(changes);
    expect((await confirm(confirmToken)).status).toBe(401);
    expect(await addressOf(person)).toBe(person.email);
  });

  it('takes the links with it that went to the old address', async () => {
    const { person, email, confirmToken } = await makeChange();
    await post(app, 'password-reset', { email: person.email });
    const { link } = await lastMailTo(app, person.email, { kind: 'password-reset' });
    await confirm(confirmToken);
    const body = { token: tokenOf(link), password: GOOD_PASSWORD };
    expect((await post(app, 'password-reset/confirm', body)).status).toBe(401);
    expect((await login(email)).status).toBe(200);
  });
});

describe('the link to the old address', () => {
  it('stops a change that is not confirmed, and ends the sessions', async () => {
    const { person, confirmToken, undoToken } = await makeChange();
    const { accessToken } = await signIn(app, person);
    const answer = await undo(undoToken);
    expect([answer.status, answer.body]).toEqual([200, { data: { signedOut: true } }]);
    expect(await statusWith(app, accessToken)).toBe(401);
    expect((await confirm(confirmToken)).status).toBe(401);
    expect((await login(person.email)).status).toBe(200);
    expect(await eventsOf(app, person.documentId)).toContain('email-change-undone');
  });

  it('takes a change back that was confirmed, and ends the sessions', async () => {
    const { person, email, confirmToken, undoToken } = await makeChange();
    await confirm(confirmToken);
    const { accessToken } = await signIn(app, person);
    expect(await statusWith(app, accessToken)).toBe(200);
    expect((await undo(undoToken)).status).toBe(200);
    expect(await addressOf(person)).toBe(person.email);
    expect(await statusWith(app, accessToken)).toBe(401);
    expect((await login(email)).status).toBe(401);
    expect((await login(person.email)).status).toBe(200);
    expect((await undo(undoToken)).status).toBe(401);
  });

  it('outlives further changes, which it takes back too', async () => {
    const { person, confirmToken, undoToken } = await makeChange();
    await confirm(confirmToken);
    const further = newAddress();
    await ask(person, further);
    const { link } = await lastMailTo(app, further);
    await confirm(tokenOf(link));
    expect(await addressOf(person)).toBe(further);
    expect((await undo(undoToken)).status).toBe(200);
    expect(await addressOf(person)).toBe(person.email);
  });

  it('removes a password that was set by mail to the new address', async () => {
    const { person, email, confirmToken, undoToken } = await makeChange();
    await confirm(confirmToken);
    await post(app, 'password-reset', { email });
    const { link } = await lastMailTo(app, email, { kind: 'password-reset' });
    await post(app, 'password-reset/confirm', { token: tokenOf(link), password: GOOD_PASSWORD });
    expect((await login(email, GOOD_PASSWORD)).status).toBe(200);
    await undo(undoToken);
    expect((await readPerson(app, person.userId)).password).toBeNull();
    expect((await login(person.email, GOOD_PASSWORD)).status).toBe(401);
  });

  it('leaves a password alone that the owner of the old address set before', async () => {
    const { person, undoToken } = await makeChange();
    await post(app, 'password-reset', { email: person.email });
    const { link } = await lastMailTo(app, person.email, { kind: 'password-reset' });
    await post(app, 'password-reset/confirm', { token: tokenOf(link), password: GOOD_PASSWORD });
    expect((await undo(undoToken)).status).toBe(200);
    expect((await login(person.email, GOOD_PASSWORD)).status).toBe(200);
  });

  it('is a conflict when somebody else has the old address by now', async () => {
    const { person, email, confirmToken, undoToken } = await makeChange();
    await confirm(confirmToken);
    await makePerson(app, { email: person.email });
    const { status, body } = await undo(undoToken);
    expect([status, body.code]).toEqual([409, 'conflict']);
    expect(await addressOf(person)).toBe(email);
  });

  it('is not the link to the new one, and the other way round', async () => {
    const { person, confirmToken, undoToken } = await makeChange();
    expect((await confirm(undoToken)).status).toBe(401);
    expect((await undo(confirmToken)).status).toBe(401);
    expect(await addressOf(person)).toBe(person.email);
  });
});
