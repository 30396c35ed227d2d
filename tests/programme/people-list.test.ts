import { startApp, type TestApp } from '../support/app';
import {
  askConsole,
  makeGroup,
  makeSignedIn,
  peopleIn,
  type ConsolePerson,
} from '../support/console-rig';
import { makePerson } from '../support/people';
import { ask } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

const NAMES = ['Ada', 'Björn', 'Chloé', 'Dana', 'Émile', 'Farid', 'Grace', 'Hana'];

let app: TestApp;
let admin: ConsolePerson;
let mentor: ConsolePerson;
beforeAll(async () => {
  app = await startApp();
  admin = await makeSignedIn(app, { role: 'admin', email: 'zoe@example.org', username: 'zoe' });
  mentor = await makeSignedIn(app, { role: 'mentor', email: 'mo@example.org', username: 'mo' });
  for (const [index, firstName] of NAMES.entries()) {
    const body = {
      email: `swimmer.${index}@example.org`,
      username: `swimmer-${index}`,
      firstName,
      lastName: index % 2 ? 'Reef' : null,
      track: index < 3 ? 'coral' : null,
      status: index === 7 ? 'pending' : 'active',
    };
    const answer = await askConsole(app, admin, '/users', { body });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  }
});
afterAll(() => app.stop());

const list = (query = '') => askConsole(app, admin, `/users${query}`);
const namesOf = ({ body }: { body: { data: { name: string }[] } }) =>
  body.data.map(({ name }) => name);

describe('GET /api/admin/users', () => {
  it('shows people with role, status and groups, and nothing of a password', async () => {
    const { status, headers, body } = await list('?search=swimmer.1');
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      data: [
        {
          id: expect.stringMatching(/^[a-z0-9]{24}$/),
          email: 'swimmer.1@example.org',
          username: 'swimmer-1',
          name: 'Björn Reef',
          firstName: 'Björn',
          lastName: 'Reef',
          role: 'student',
          track: 'coral',
          status: 'active',
          isProtected: false,
          groups: [],
          createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*\.\d{3}Z$/),
          emailVerifiedAt: expect.stringMatching(/Z$/),
          lastSignInAt: null,
        },
      ],
      meta: { limit: 25, total: 1, nextCursor: null },
    });
  });

  it.each([
    'name',
    '-name',
    'email',
    '-email',
    'createdAt',
    '-createdAt',
    'lastSignInAt',
    '-lastSignInAt',
  ])('walks everybody once in the order of %s', async (sort) => {
    const whole = await list(`?sort=${sort}&limit=100`);
    const ids = (answer: { body: { data: { id: string }[] } }) =>
      answer.body.data.map(({ id }) => id);
    expect(ids(whole)).toHaveLength(NAMES.length + 2);
    const walked: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list(`?sort=${sort}&limit=3${cursor && `&cursor=${cursor}`}`);
      expect(page.body.meta.total).toBe(NAMES.length + 2);
      walked.push(...ids(page));
      cursor = page.body.meta.nextCursor as string | null;
    }
    expect(walked).toEqual(ids(whole));
    expect(new Set(walked).size).toBe(walked.length);
  });

  it('puts names in order and turns it round', async () => {
    const up = namesOf(await list('?group=none&status=active&track=coral'));
    expect(up).toEqual(['Ada', 'Björn Reef', 'Chloé']);
    expect(namesOf(await list('?track=coral&sort=-name'))).toEqual(up.reverse());
  });

  it.each([
    ['search=ADA', ['Ada']],
    ['search=rn%20re', ['Björn Reef']],
    ['search=chlo', ['Chloé']],
    ['search=swimmer-6', ['Grace']],
    ['search=zoe%40example', ['zoe']],
    ['search=%25', []],
    ['search=_', []],
    ['role=mentor', ['mo']],
    ['role=admin&search=z', ['zoe']],
    ['role=nobody', []],
    ['status=pending', ['Hana Reef']],
    ['track=coral&search=reef&sort=-email', ['Björn Reef']],
    ['group=BTF999', []],
  ])('finds by %s', async (query, names) => {
    const answer = await list(`?${query}`);
    expect([answer.status, namesOf(answer), answer.body.meta.total]).toEqual([
      200,
      names,
      names.length,
    ]);
  });

  it('finds the people of a group by its code or id, and those of none', async () => {
    const group = await makeGroup(app, 'Kelp');
    const { body } = await list('?search=farid');
    const { id } = body.data[0] as { id: string };
    await askConsole(app, admin, `/users/${id}`, {
      method: 'PATCH',
      body: { groups: [group.code] },
    });
    const shown = [{ id: group.documentId, code: group.code, name: 'Kelp' }];
    for (const name of [group.code, group.code.toLowerCase(), group.documentId]) {
      const found = await list(`?group=${name}`);
      expect(peopleIn(found).map(({ groups }) => groups)).toEqual([shown]);
    }
    expect(namesOf(await list('?group=none&search=farid'))).toEqual([]);
    expect((await list('?group=none')).body.meta.total).toBe(NAMES.length + 1);
  });

  it('takes more than the maximum for the maximum, and says so', async () => {
    expect((await list('?limit=5000')).body.meta.limit).toBe(100);
    expect((await list('?limit=2')).body.data).toHaveLength(2);
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=-1', 'limit'],
    ['?limit=1.5', 'limit'],
    ['?limit=', 'limit'],
    ['?limit=1&limit=2', 'limit'],
    ['?sort=password', 'sort'],
    ['?sort=name,email', 'sort'],
    ['?status=blocked', 'status'],
    ['?role=', 'role'],
    ['?role[$ne]=x', 'role'],
    ['?filters[email]=x', 'filters'],
    ['?populate=*', 'populate'],
    ['?page=2', 'page'],
    ['?cursor=', 'cursor'],
    ['?cursor=AAAA', 'cursor'],
  ])('refuses %s', async (query, parameter) => {
    const { status, body } = await list(query);
    expect([status, body.code]).toEqual([400, 'invalid-query']);
    expect(body.errors[0].parameter).toBe(parameter);
  });

  it('takes a cursor back for its own list only, and shows nobody what it holds', async () => {
    const { body } = await list('?limit=2&sort=email');
    const cursor = body.meta.nextCursor as string;
    expect((await list(`?limit=5&sort=email&cursor=${cursor}`)).status).toBe(200);
    const turned = cursor.slice(0, -1) + (cursor.endsWith('A') ? 'B' : 'A');
    for (const query of [
      `?limit=2&cursor=${cursor}`,
      `?sort=-email&cursor=${cursor}`,
      `?sort=email&search=a&cursor=${cursor}`,
      `?sort=email&cursor=${turned}`,
      `?sort=email&cursor=${cursor.slice(2)}`,
    ]) {
      const refused = await list(query);
      expect([query, refused.status, refused.body.code]).toEqual([query, 400, 'invalid-query']);
    }
    expect(Buffer.from(cursor, 'base64url').toString('latin1')).not.toContain('example.org');
  });

  it('takes two statements for any number of people', async () => {
    const count = async (query: string) => {
      await list(query);
      const seen: string[] = [];
      const note = ({ sql }: { sql: string }) => seen.push(sql);
      app.db.on('query', note);
      await list(query);
      app.db.removeListener('query', note);
      return seen.filter((sql) => /up_users as account/.test(sql) && !/session/.test(sql)).length;
    };
    expect(await count('?limit=2')).toBe(2);
    expect(await count('?limit=100&search=a')).toBe(2);
  });

  it('is for administrators', async () => {
    for (const path of ['/users', `/users/${admin.documentId}`, '/users/stats', '/users/filters']) {
      const mentors = await askConsole(app, mentor, path);
      expect([path, mentors.status, mentors.body.code]).toEqual([path, 403, 'forbidden']);
      const nobody = await ask(app, `/admin${path}`);
      expect([path, nobody.status, nobody.body.code]).toEqual([path, 401, 'unauthenticated']);
    }
  });
});

describe('the names that lists are sorted by', () => {
  const stale = async () => {
    const { rows } = await app.db.raw<{ rows: { wrong: number }[] }>(
      `select cast(count(*) as integer) as wrong
         from people_names_now as fresh
         full join people_names as kept using (user_id)
        where (kept.name, kept.sort_name, kept.search_text)
              is distinct from (fresh.name, fresh.sort_name, fresh.search_text)`,
    );
    return rows[0]?.wrong;
  };

  it('follow accounts and profiles, whoever writes them', async () => {
    expect(await stale()).toBe(0);
    const { userId } = await makePerson(app, { username: 'nemo' });
    expect(await stale()).toBe(0);
    await app
      .db('up_users')
      .where({ id: userId })
      .update({ username: 'dory', email: 'd@example.org' });
    expect(await stale()).toBe(0);
    const [profile] = await app
      .db('profiles')
      .insert({ first_name: 'Dory' })
      .returning<{ id: number }[]>('id');
    await app.db('profiles_user_lnk').insert({ profile_id: profile?.id, user_id: userId });
    expect(await stale()).toBe(0);
    expect(namesOf(await list('?search=d@example'))).toEqual(['Dory']);
    await app.db('profiles').where({ id: profile?.id }).update({ last_name: 'Blue' });
    expect(await stale()).toBe(0);
    await app.db('profiles').where({ id: profile?.id }).delete();
    expect(await stale()).toBe(0);
    await app.db('up_users').where({ id: userId }).delete();
    expect(await stale()).toBe(0);
  });
});
