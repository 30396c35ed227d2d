import { startApp, type TestApp } from '../support/app';
import {
  askConsole,
  makeGroup,
  makeSignedIn,
  personIn,
  type ConsolePerson,
} from '../support/console-rig';
import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';
import { ask, newAddress, signInByMail, tokenIn, userRow } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let admin: ConsolePerson;
let mentor: ConsolePerson;
beforeAll(async () => {
  app = await startApp();
  admin = await makeSignedIn(app, { role: 'admin', username: 'chief' });
  mentor = await makeSignedIn(app, { role: 'mentor' });
});
afterAll(() => app.stop());

const asAdmin = (
  path: string,
  asked?: { method?: string; body?: unknown; headers?: Record<string, string> },
) => askConsole(app, admin, path, asked);
const create = (body: object) => asAdmin('/users', { body });
const read = (id: string) => asAdmin(`/users/${id}`);

describe('POST /api/admin/users', () => {
  it('makes an account with all that was said, and notes who did', async () => {
    const group = await makeGroup(app, 'Makers');
    const email = newAddress('ines');
    const { status, headers, body } = await create({
      email: ` ${email.toUpperCase()} `,
      username: 'ines.m',
      firstName: 'Inês',
      lastName: 'Matos',
      role: 'mentor',
      track: 'reef',
      status: 'active',
      groups: [group.code.toLowerCase()],
    });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      email,
      username: 'ines.m',
      name: 'Inês Matos',
      role: 'mentor',
      track: 'reef',
      status: 'active',
      isProtected: false,
      groups: [{ id: group.documentId, code: group.code, name: 'Makers' }],
      emailVerifiedAt: expect.any(String),
    });
    const { id } = body.data as { id: string };
    expect(headers.get('location')).toBe(`/api/admin/users/${id}`);
    expect((await read(id)).body).toEqual(body);
    const event = await app
      .db('accounts_security_events')
      .where({ target_id: id })
      .first<Record<string, unknown>>();
    expect(event).toMatchObject({
      type: 'account-created',
      actor_kind: 'user',
      actor_id: admin.documentId,
    });
  });

  it('makes a pending account with a name of its own when nothing else is said', async () => {
    const email = newAddress('kim.lee');
    const { status, body } = await create({ email });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      username: expect.stringMatching(/^kim\.lee/),
      role: 'student',
      track: null,
      status: 'pending',
      groups: [],
      emailVerifiedAt: null,
    });
    await allMailsSent(app);
    expect(mailsTo(app, email)).toEqual([]);
  });

  it('keeps what was written when the person signs in for the first time', async () => {
    const email = newAddress('nova');
    const made = await create({ email, username: 'nova', firstName: 'Nova', role: 'supervisor' });
    await signInByMail(app, email);
    expect((await read(personIn(made).id)).body.data).toMatchObject({
      status: 'active',
      username: 'nova',
      name: 'Nova',
      role: 'supervisor',
      lastSignInAt: expect.any(String),
    });
  });

  it('invites by a mail whose link opens the account', async () => {
    const email = newAddress('guest');
    const made = await create({ email, firstName: 'Gus', invite: true });
    const mail = await lastMailTo(app, email, { kind: 'invitation' });
    expect(mail.text).toContain('chief invites you');
    expect(mail.text).toContain('7 days');
    const token = tokenIn(mail.link);
    expect((await ask(app, '/auth/verify-email', { body: { token } })).status).toBe(200);
    expect((await read(personIn(made).id)).body.data).toMatchObject({
      status: 'active',
      name: 'Gus',
    });
    expect((await ask(app, '/auth/verify-email', { body: { token } })).status).toBe(401);
  });

  it('gives no password to who registers with the address of an invited person', async () => {
    const email = newAddress('prey');
    const made = await create({ email, firstName: 'Pia', invite: true });
    await lastMailTo(app, email, { kind: 'invitation' });
    const password = 'kelp-forest-Tide-42';
    expect((await ask(app, '/auth/register', { body: { email, password } })).status).toBe(202);
    const mail = await lastMailTo(app, email, { kind: 'verify-email' });
    await ask(app, '/auth/verify-email', { body: { token: tokenIn(mail.link) } });
    expect((await read(personIn(made).id)).body.data).toMatchObject({
      status: 'active',
      name: 'Pia',
    });
    expect((await userRow(app, email))?.password).toBeNull();
  });

  it('is 409 for an address or a username that is taken, however it is written', async () => {
    const email = newAddress('twin');
    await create({ email, username: 'twin.one' });
    const again = await create({ email: email.toUpperCase() });
    expect([again.status, again.body.code]).toEqual([409, 'email-taken']);
    const named = await create({ email: newAddress(), username: 'TWIN.one' });
    expect([named.status, named.body.code]).toEqual([409, 'username-taken']);
  });

  it('makes one of many at once with one address', async () => {
    const email = newAddress('race');
    const answers = await Promise.all(Array.from({ length: 8 }, () => create({ email })));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  it.each([
    ['M-01', { confirmed: true }, '/confirmed'],
    ['M-01', { blocked: false }, '/blocked'],
    ['M-01', { provider: 'google' }, '/provider'],
    ['M-01', { id: 1 }, '/id'],
    ['M-01', { documentId: 'x' }, '/documentId'],
    ['M-01', { createdBy: 1 }, '/createdBy'],
    ['M-01', { password: 'kelp-forest-Tide-42' }, '/password'],
    ['M-01', { resetPasswordToken: 'x' }, '/resetPasswordToken'],
    ['M-02', { role: { connect: [{ id: 1 }] } }, '/role'],
    ['M-02', { role: 1 }, '/role'],
    ['M-03', { groups: { create: [{ name: 'x' }] } }, '/groups'],
    ['M-03', { groups: [{ id: 1 }] }, '/groups/0'],
    ['M-07', { role: null }, '/role'],
    ['', { role: 'public' }, '/role'],
    ['', { role: 'captain' }, '/role'],
    ['', { status: 'suspended' }, '/status'],
    ['', { isProtected: true }, '/isProtected'],
    ['', { email: 'nobody' }, '/email'],
    ['', { username: 'a b' }, '/username'],
    ['', { firstName: 'a\u202eb' }, '/firstName'],
    ['', { groups: ['BTF998'] }, '/groups/0'],
    ['', { invite: 'yes' }, '/invite'],
  ])('%s refuses %j at %s, and makes nothing', async (_case, part, pointer) => {
    const email = newAddress('refused');
    const { status, body } = await create({ email, ...part });
    expect([status, body.errors[0].pointer]).toEqual([422, pointer]);
    expect(await userRow(app, email)).toBeUndefined();
  });
});

it.each([
  ['POST', '/users'],
  ['PATCH', `/users/${'a'.repeat(24)}`],
  ['DELETE', `/users/${'a'.repeat(24)}`],
])('%s %s is for administrators', async (method, path) => {
  const body = method === 'DELETE' ? undefined : {};
  const mentors = await askConsole(app, mentor, path, { method, body });
  expect([mentors.status, mentors.body.code]).toEqual([403, 'forbidden']);
  const nobody = await ask(app, `/admin${path}`, { method, body });
  expect([nobody.status, nobody.body.code]).toEqual([401, 'unauthenticated']);
});
