import { startApp, type TestApp } from '../support/app';
import { askConsole, makeGroup, makeSignedIn, type ConsolePerson } from '../support/console-rig';
import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';
import { makePerson } from '../support/people';
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
const change = (id: string, body: object, headers: Record<string, string> = {}) =>
  asAdmin(`/users/${id}`, { method: 'PATCH', body, headers });
const remove = (id: string, headers: Record<string, string> = {}) =>
  asAdmin(`/users/${id}`, { method: 'DELETE', headers });

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
    expect((await read(made.body.data.id)).body.data).toMatchObject({
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
    expect((await read(made.body.data.id)).body.data).toMatchObject({
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
    expect((await read(made.body.data.id)).body.data).toMatchObject({
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

describe('GET /api/admin/users/:id', () => {
  it('answers 304 to who has it already', async () => {
    const { headers } = await read(mentor.documentId);
    const etag = headers.get('etag') ?? '';
    const again = await asAdmin(`/users/${mentor.documentId}`, {
      headers: { 'if-none-match': etag },
    });
    expect([again.status, headers.get('cache-control')]).toEqual([304, 'private, no-cache']);
  });

  it('is 404 for what is nobody, and takes no query', async () => {
    expect((await read('a'.repeat(24))).status).toBe(404);
    expect((await read('1')).status).toBe(404);
    expect((await read('no.body')).status).toBe(404);
    expect((await asAdmin(`/users/${mentor.documentId}?populate=*`)).status).toBe(400);
  });
});

describe('PATCH /api/admin/users/:id', () => {
  it('changes what is given and leaves the rest', async () => {
    const [one, two] = [await makeGroup(app, 'One'), await makeGroup(app, 'Two')];
    const { documentId } = await makePerson(app, { track: 'reef' });
    const first = await change(documentId, {
      firstName: 'Lea',
      groups: [one.code],
      role: 'mentor',
    });
    expect([first.status, first.body.data]).toMatchObject([
      200,
      { firstName: 'Lea', lastName: null, track: 'reef', role: 'mentor' },
    ]);
    const second = await change(documentId, {
      lastName: 'Sand',
      groups: [two.documentId, one.code],
    });
    const codes = (answer: typeof second) =>
      answer.body.data.groups.map(({ code }: { code: string }) => code);
    expect([second.body.data.name, codes(second)]).toEqual(['Lea Sand', [one.code, two.code]]);
    const third = await change(documentId, { firstName: null, track: null, groups: [two.code] });
    expect([third.body.data.name, third.body.data.track, codes(third)]).toEqual([
      'Sand',
      null,
      [two.code],
    ]);
    expect(codes(await change(documentId, { groups: [] }))).toEqual([]);
    expect(await securityEvents(app, documentId)).toEqual(['role-changed', 'track-changed']);
  });

  it('ends the sessions of who is suspended at once, and tells a new role at once', async () => {
    const person = await makeSignedIn(app);
    const me = () => ask(app, '/users/me', { headers: person.headers });
    expect((await me()).body.data.role).toBe('student');
    await change(person.documentId, { role: 'mentor' });
    expect((await me()).body.data.role).toBe('mentor');
    const { body } = await change(person.documentId, { status: 'suspended' });
    expect(body.data.status).toBe('suspended');
    expect((await me()).status).toBe(401);
    await change(person.documentId, { status: 'active' });
    expect((await me()).status).toBe(401);
    expect(await securityEvents(app, person.documentId)).toEqual([
      'role-changed',
      'account-suspended',
      'account-reinstated',
    ]);
  });

  it('takes the console from an administrator who is one no more', async () => {
    const other = await makeSignedIn(app, { role: 'admin' });
    expect((await askConsole(app, other, '/users')).status).toBe(200);
    await change(other.documentId, { role: 'student' });
    expect((await askConsole(app, other, '/users')).status).toBe(403);
  });

  it('gives an account another address: mails to the old one are worth nothing', async () => {
    const email = newAddress('old');
    const person = await signInByMail(app, email);
    const { flowId, code } = await requestMail(app, email, { count: 2 });
    const next = newAddress('next');
    const { status, body } = await change(person.user.id, { email: next });
    expect([status, body.data.email, body.data.status]).toEqual([200, next, 'active']);
    expect((await ask(app, '/auth/verify-otp', { body: { flowId, code } })).status).toBe(401);
    expect((await ask(app, '/users/me', { headers: person.headers })).status).toBe(401);
    expect((await securityEvents(app, person.user.id)).at(-1)).toBe('email-changed');
  });

  it('is 409 for an address or a username of somebody else, and changes nothing then', async () => {
    const { documentId } = await makePerson(app);
    const taken = await change(documentId, { email: mentor.email, track: 'lost' });
    expect([taken.status, taken.body.code]).toEqual([409, 'email-taken']);
    const named = await change(documentId, { username: 'CHIEF', track: 'lost' });
    expect([named.status, named.body.code]).toEqual([409, 'username-taken']);
    expect((await read(documentId)).body.data.track).toBeNull();
  });

  it('M-08: is 412 for a change to a state that is over, and writes one of two', async () => {
    const { documentId } = await makePerson(app);
    const etag = (await read(documentId)).headers.get('etag') ?? '';
    const answers = await Promise.all(
      ['one', 'two'].map((track) => change(documentId, { track }, { 'if-match': etag })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await change(documentId, { track: 'three' }, { 'if-match': '*' })).status).toBe(200);
    expect((await remove(documentId, { 'if-match': etag })).status).toBe(412);
  });

  it.each([
    ['M-01', { confirmed: true }, '/confirmed'],
    ['M-01', { blocked: false }, '/blocked'],
    ['M-01', { provider: 'google' }, '/provider'],
    ['M-01', { id: 1 }, '/id'],
    ['M-01', { password: 'kelp-forest-Tide-42' }, '/password'],
    ['M-01', { accountStatus: 'active' }, '/accountStatus'],
    ['M-02', { role: { set: [] } }, '/role'],
    ['M-02', { role: 'captain' }, '/role'],
    ['M-07', { status: null }, '/status'],
    ['M-07', { username: null }, '/username'],
    ['M-07', { email: null }, '/email'],
    ['M-07', { isProtected: null }, '/isProtected'],
    ['', { invite: true }, '/invite'],
    ['', { groups: ['BTF001', 'nowhere'] }, '/groups/1'],
  ])('%s refuses %j at %s', async (_case, body, pointer) => {
    const before = JSON.stringify((await read(mentor.documentId)).body);
    const answer = await change(mentor.documentId, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
    expect(JSON.stringify((await read(mentor.documentId)).body)).toBe(before);
  });
});

describe('DELETE /api/admin/users/:id', () => {
  it('removes the account with all that is its own', async () => {
    const group = await makeGroup(app, 'Gone');
    const email = newAddress('gone');
    const person = await signInByMail(app, email);
    const { id } = person.user;
    await change(id, { firstName: 'Gone', groups: [group.code] });
    const answer = await remove(id);
    expect([answer.status, answer.body]).toEqual([204, null]);
    expect((await read(id)).status).toBe(404);
    expect((await remove(id)).status).toBe(404);
    expect((await ask(app, '/users/me', { headers: person.headers })).status).toBe(401);
    expect(await app.db('group_memberships').where({ user_document_id: id })).toEqual([]);
    expect(await app.db('profiles').where({ first_name: 'Gone' })).toEqual([]);
    expect((await securityEvents(app, id)).at(-1)).toBe('account-deleted');
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
