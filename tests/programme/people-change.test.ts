import { startApp, type TestApp } from '../support/app';
import {
  askConsole,
  makeGroup,
  makeSignedIn,
  personIn,
  type ConsolePerson,
} from '../support/console-rig';
import { makePerson } from '../support/people';
import { ask, newAddress, requestMail, securityEvents, signInByMail } from '../support/sign-in-rig';

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
const read = (id: string) => asAdmin(`/users/${id}`);
const change = (id: string, body: object, headers: Record<string, string> = {}) =>
  asAdmin(`/users/${id}`, { method: 'PATCH', body, headers });
const remove = (id: string, headers: Record<string, string> = {}) =>
  asAdmin(`/users/${id}`, { method: 'DELETE', headers });

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
    const codes = (answer: typeof second) => personIn(answer).groups.map(({ code }) => code);
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
