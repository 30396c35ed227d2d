import { startApp, type TestApp } from '../support/app';
import {
  ask,
  newAddress,
  signInByMail,
  userRow,
  type SignedInPerson,
} from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let person: SignedInPerson;
beforeAll(async () => {
  app = await startApp();
  person = await signInByMail(app, newAddress('ada'));
});
afterAll(() => app.stop());

const read = (headers: Record<string, string> = {}) =>
  ask(app, '/users/me', { headers: { ...person.headers, ...headers } });
const change = (body: unknown, headers: Record<string, string> = {}) =>
  ask(app, '/users/me', { method: 'PATCH', body, headers: { ...person.headers, ...headers } });

describe('GET /api/users/me', () => {
  it('shows the account and the profile, and nothing else', async () => {
    const { status, headers, body } = await read();
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('private, no-cache');
    expect(body).toEqual({
      data: {
        id: person.user.id,
        email: person.email,
        username: expect.any(String),
        role: 'student',
        track: null,
        status: 'active',
        emailVerifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        createdAt: expect.stringMatching(/Z$/),
        profile: {
          firstName: null,
          lastName: null,
          dateOfBirth: null,
          organisation: null,
          areasOfInterest: [],
          availability: null,
          biography: null,
          avatar: null,
        },
      },
    });
    const age = Date.now() - Date.parse(body.data.createdAt as string);
    expect(age).toBeGreaterThanOrEqual(0);
    expect(age).toBeLessThan(600_000);
  });

  it('answers 304 to who has it already, until it changes', async () => {
    const etag = (await read()).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    const again = await read({ 'if-none-match': etag });
    expect([again.status, again.body]).toEqual([304, null]);
    await change({ profile: { organisation: 'Sea Watch' } });
    expect((await read({ 'if-none-match': etag })).status).toBe(200);
  });

  it('takes two statements', async () => {
    await read();
    const seen: string[] = [];
    const note = ({ sql }: { sql: string }) => seen.push(sql);
    app.db.on('query', note);
    await read();
    app.db.removeListener('query', note);
    expect(seen.filter((sql) => /up_users|profiles/.test(sql))).toHaveLength(2);
  });

  it('is 401 for who is not signed in, and takes no query', async () => {
    expect((await ask(app, '/users/me')).status).toBe(401);
    const junk = { authorization: 'Bearer junk' };
    expect((await ask(app, '/users/me', { headers: junk })).status).toBe(401);
    const { status, body } = await ask(app, '/users/me?populate=*', { headers: person.headers });
    expect([status, body.code]).toEqual([400, 'invalid-query']);
  });

  it('shows the avatar that an editor gave', async () => {
    const avatar = await app
      .db('files')
      .insert({
        document_id: 'f'.repeat(24),
        name: 'a.png',
        hash: 'a',
        ext: '.png',
        mime: 'image/png',
        size: 1,
        provider: 'local',
      })
      .returning('id');
    const link = await app
      .db('profiles_user_lnk as link')
      .join('up_users as account', 'account.id', 'link.user_id')
      .where('account.email', person.email)
      .first('link.profile_id');
    await app.db('files_related_mph').insert({
      file_id: avatar[0].id,
      related_id: link.profile_id,
      related_type: 'api::profile.profile',
      field: 'avatar',
    });
    expect((await read()).body.data.profile.avatar).toMatchObject({
      id: 'f'.repeat(24),
      name: 'a.png',
      alternativeText: null,
    });
    // Its link is signed anew for every answer, and the tests below compare whole ones.
    await app.db('files').where({ id: avatar[0].id }).delete();
  });
});

describe('PATCH /api/users/me', () => {
  it('changes what is given and leaves the rest', async () => {
    const profile = {
      firstName: 'Ada',
      lastName: 'Lovelace',
      dateOfBirth: '1990-12-10',
      areasOfInterest: ['sea turtles', 'plankton'],
      biography: 'Counts waves.\nAnd whales.',
    };
    const first = await change({ username: 'ada.l', profile });
    expect(first.status).toBe(200);
    expect(first.body.data).toMatchObject({ username: 'ada.l', profile });
    const second = await change({ profile: { firstName: null, areasOfInterest: [] } });
    expect(second.body.data.profile).toMatchObject({
      ...profile,
      firstName: null,
      areasOfInterest: [],
    });
    expect((await read()).body).toEqual(second.body);
    expect((await read()).headers.get('etag')).toBe(second.headers.get('etag'));
  });

  it('makes a profile for an account that staff made without one', async () => {
    const other = await signInByMail(app);
    const { id } = (await userRow(app, other.email)) ?? { id: 0 };
    const own = app.db('profiles_user_lnk').select('profile_id').where({ user_id: id });
    await app.db('profiles').delete().whereIn('id', own);
    expect((await ask(app, '/users/me', { headers: other.headers })).body.data.profile).toBeNull();
    const { body } = await ask(app, '/users/me', {
      method: 'PATCH',
      headers: other.headers,
      body: { profile: { lastName: 'New' } },
    });
    expect(body.data.profile.lastName).toBe('New');
  });

  it('is 422 for a username that somebody else has, and changes nothing then', async () => {
    const other = await signInByMail(app, newAddress('grace'));
    const { username } = (await userRow(app, other.email)) ?? { username: '' };
    const before = (await read()).body;
    const { status, body } = await change({
      username: username.toUpperCase(),
      profile: { lastName: 'Taken' },
    });
    expect([status, body.errors[0]]).toEqual([
      422,
      { pointer: '/username', code: 'taken', message: expect.any(String) },
    ]);
    expect((await read()).body).toEqual(before);
  });

  it('lets people write their own name otherwise', async () => {
    const { body } = await change({ username: 'Ada.L' });
    expect(body.data.username).toBe('Ada.L');
  });

  it.each([
    ['M-01', { role: 'admin' }, '/role'],
    ['M-02', { role: { connect: [{ id: 1 }] } }, '/role'],
    ['M-02', { role: { set: [] } }, '/role'],
    ['M-01', { status: 'suspended' }, '/status'],
    ['M-01', { accountStatus: 'suspended' }, '/accountStatus'],
    ['M-01', { confirmed: true }, '/confirmed'],
    ['M-01', { blocked: false }, '/blocked'],
    ['M-01', { track: 'diving' }, '/track'],
    ['M-01', { email: 'new@example.org' }, '/email'],
    ['M-01', { password: 'kelp-forest-Tide-42' }, '/password'],
    ['M-01', { provider: 'google' }, '/provider'],
    ['M-01', { documentId: 'x' }, '/documentId'],
    ['M-01', { createdBy: 1 }, '/createdBy'],
    ['M-03', { groups: { create: [{ name: 'x' }] } }, '/groups'],
    ['M-03', { profile: { group: { create: {} } } }, '/profile/group'],
    ['M-03', { profile: { user: 2 } }, '/profile/user'],
    ['M-03', { profile: { avatar: 1 } }, '/profile/avatar'],
    ['M-03', { profile: { documentId: 'x' } }, '/profile/documentId'],
    ['M-07', { username: null }, '/username'],
    ['M-07', { profile: null }, '/profile'],
    ['M-07', { profile: { areasOfInterest: null } }, '/profile/areasOfInterest'],
    ['', { profile: { dateOfBirth: 'yesterday' } }, '/profile/dateOfBirth'],
    ['', { profile: { areasOfInterest: [{ a: 1 }] } }, '/profile/areasOfInterest/0'],
    ['', { profile: { biography: 'a\u0000b' } }, '/profile/biography'],
    ['', { profile: { organisation: 'x'.repeat(201) } }, '/profile/organisation'],
  ])('%s refuses %j at %s', async (_case, body, pointer) => {
    const before = (await read()).body;
    const answer = await change(body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
    expect((await read()).body).toEqual(before);
  });

  it.each([
    ['application/json', 400],
    ['application/json-patch+json', 415],
  ])('M-07: takes no JSON Patch as %s', async (type, status) => {
    const before = (await read()).body;
    const patch = [{ op: 'replace', path: '/username', value: 'x' }];
    const answer = await change(patch, { 'content-type': type });
    expect(answer.status).toBe(status);
    expect((await read()).body).toEqual(before);
  });

  it('is 412 for a change to a state that is over', async () => {
    const etag = (await read()).headers.get('etag') ?? '';
    const first = await change({ profile: { lastName: 'One' } }, { 'if-match': etag });
    const second = await change({ profile: { lastName: 'Two' } }, { 'if-match': etag });
    expect([first.status, second.status, second.body.code]).toEqual([
      200,
      412,
      'precondition-failed',
    ]);
    const next = { 'if-match': first.headers.get('etag') ?? '' };
    expect((await change({ profile: { lastName: 'Three' } }, next)).status).toBe(200);
    expect((await change({ profile: { lastName: 'Any' } }, { 'if-match': '*' })).status).toBe(200);
    const weak = { 'if-match': `W/${(await read()).headers.get('etag')}` };
    expect((await change({ profile: { lastName: 'Weak' } }, weak)).status).toBe(412);
  });

  it('is 401 for who is not signed in', async () => {
    const { status } = await ask(app, '/users/me', { method: 'PATCH', body: {} });
    expect(status).toBe(401);
  });
});

it('M-04: has no other door to the table of users', async () => {
  for (const [method, path] of [
    ['GET', '/users'],
    ['GET', '/users/1'],
    ['PUT', '/users/1'],
    ['DELETE', '/users/1'],
    ['POST', '/users'],
    ['GET', '/users/count'],
    ['GET', '/profiles'],
    ['POST', '/profiles'],
    ['GET', '/users-permissions/roles'],
  ] as const) {
    const body = method === 'GET' ? undefined : {};
    const answer = await ask(app, path, { method, body, headers: person.headers });
    expect([method, path, answer.status]).toEqual([method, path, 404]);
  }
});

it('deletes the profile with the person', async () => {
  const { email, user } = await signInByMail(app);
  const { id } = (await userRow(app, email)) ?? { id: 0 };
  const profiles = async () =>
    Number((await app.db('profiles').count<{ count: string }[]>())[0]?.count);
  const before = await profiles();
  await app.strapi.db.query('plugin::users-permissions.user').delete({ where: { id } });
  expect(await userRow(app, email)).toBeUndefined();
  expect(await profiles()).toBe(before - 1);
  expect(user.id).not.toBe(person.user.id);
});
