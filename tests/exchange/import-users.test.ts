import { pbkdf2Sync } from 'node:crypto';
import { startApp, type TestApp } from '../support/app';
import { exportCsv, importCsv, lastEvent, lines } from '../support/exchange';
import { lastMailTo, mailsTo } from '../support/mails';
import { asProgram, makePerson, signIn, type TestPerson } from '../support/people';
import { ask } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let admin: TestPerson;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  admin = await makePerson(app, { role: 'admin', username: 'root' });
  headers = asProgram(await signIn(app, admin));
  await makePerson(app, { role: 'admin' });
  const groups = ['BTF001', 'BTF002'].map((code) => ({
    code,
    name: code,
    document_id: `g${code}`,
  }));
  await app.db('groups').insert(groups);
});
afterAll(() => app.stop());

const send = (csv: string, query = '') => importCsv(app, 'users', { csv, query, headers });
const read = async (query: string) => (await exportCsv(app, 'users', { query, headers })).text;
const rowOf = async (email: string, columns: string) =>
  (await read(`?columns=${columns}&search=${encodeURIComponent(email)}`)).split('\r\n')[1];
const countPeople = async () =>
  Number((await app.db('up_users').count('id').first<{ count: string }>()).count);

/** The faults of a refusal, one line each. */
const faultsOf = ({ body }: { body: { errors: { pointer: string; code: string }[] } }) =>
  body.errors.map(({ pointer, code }) => `${pointer} ${code}`);

const digest = pbkdf2Sync('an old long password', 'salt', 1000, 32, 'sha256').toString('base64');
const DJANGO = `pbkdf2_sha256$1000$salt$${digest}`;

it('makes people with profiles, groups and the passwords of another system', async () => {
  const csv = lines(
    'email,username,firstName,lastName,dateOfBirth,role,track,status,groups,passwordHash',
    `Ada@Example.org,ada.l,Ada,Lovelace,1990-12-10,mentor,reef,active,btf002;BTF001,${DJANGO}`,
    'bob@example.org,,"\'=Bob",,,,,,,',
  );
  const { status, body } = await send(csv);
  expect(body.data).toMatchObject({ rows: 2, created: 2, failed: 0 });
  expect(status).toBe(200);
  const columns = 'email,username,firstName,lastName,dateOfBirth,role,track,status,groups';
  expect(await rowOf('ada@example.org', columns)).toBe(
    '"ada@example.org","ada.l","Ada","Lovelace","1990-12-10","mentor","reef","active","BTF001;BTF002"',
  );
  expect(await rowOf('bob@example.org', 'email,firstName,role,status,groups')).toBe(
    '"bob@example.org","\'=Bob","student","pending",""',
  );
  const login = { identifier: 'ada@example.org', password: 'an old long password' };
  expect((await ask(app, '/auth/login', { body: login })).status).toBe(200);
  expect(await lastEvent(app, 'data-imported')).toEqual({
    actor_kind: 'user',
    actor_id: admin.documentId,
    address: '127.0.0.1',
    details: {
      kind: 'users',
      columns:
        'email, username, firstName, lastName, dateOfBirth, role, track, status, groups, passwordHash',
      isDryRun: false,
      isComplete: true,
      rows: 2,
      created: 2,
      updated: 0,
      unchanged: 0,
      failed: 0,
    },
  });
});

it('changes what a file says and leaves the rest', async () => {
  const csv = lines('email,role,groups,lastName', 'ADA@example.org,supervisor,BTF001,');
  expect((await send(csv)).body.data).toMatchObject({ updated: 1 });
  expect(await rowOf('ada@example.org', 'username,firstName,lastName,role,track,groups')).toBe(
    '"ada.l","Ada",,"supervisor","reef","BTF001"',
  );
  const id = (await rowOf('ada@example.org', 'id'))?.replaceAll('"', '') ?? '';
  await send(lines('id,track,username', `${id},,ada.b`));
  expect(await rowOf('ada@example.org', 'username,track')).toBe('"ada.b",');
});

it('takes an export back without changing anything (E-04)', async () => {
  await app.db.raw(
    `with made as (
       insert into up_users (document_id, username, email, account_status, track, created_at,
                             updated_at, published_at)
       select 'm' || lpad(cast(n as text), 23, '0'), 'many' || n, 'many' || n || '@many.example',
              'active', case n % 4 when 0 then '=SUM(' || n || ')'
                when 1 then 'a, "b";' || chr(13) || chr(10) || '🐋' end, now(), now(), now()
         from generate_series(1, 2000) as n
       returning id
     )
     insert into up_users_role_lnk (user_id, role_id)
     select made.id, role.id from made, up_roles as role where role.type = 'student'`,
  );
  const exported = await read('');
  // A cell with a line end of its own is one in four.
  const rows = exported.split('\r\n').length - 2 - 500;
  expect(rows).toBeGreaterThanOrEqual(2000);
  const versions = () =>
    app.db('up_users').orderBy('id').select('id', app.db.raw('cast(xmin as text) as version'));
  const before = await versions();
  expect((await send(exported)).body.data).toEqual({
    isDryRun: false,
    rows,
    created: 0,
    updated: 0,
    unchanged: rows,
    failed: 0,
    errors: [],
  });
  expect(await versions()).toEqual(before);
});

it('says of every row what is wrong with it, and writes nothing then', async () => {
  const before = await countPeople();
  const protectedOne = await makePerson(app, { role: 'admin' });
  await app.db('up_users').where('id', protectedOne.userId).update({ is_protected: true });
  const columns = 'id,email,username,firstName,dateOfBirth,role,status,groups,passwordHash';
  const answer = await send(
    lines(
      columns,
      ',new@example.org,,,,,,,',
      ',no-address,x,,2090-01-01,captain,asleep,BTF404,',
      ',taken@example.org,Root,,,,,,',
      ',new@EXAMPLE.org,,,,,,,',
      `${admin.documentId},,,,,student,,,`,
      `${admin.documentId},,,,,,suspended,,`,
      `,${protectedOne.email},,,,,suspended,,`,
      `${admin.documentId},other@example.org,,,,,,,`,
      ',hash@example.org,,,,,active,,md5$x$y',
    ),
  );
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({ rows: 9, created: 1, failed: 8, isWritten: false });
  expect(faultsOf(answer)).toEqual([
    '/rows/3/email invalid',
    '/rows/3/username invalid',
    '/rows/3/role unknown-role',
    '/rows/3/status invalid',
    '/rows/3/dateOfBirth invalid',
    '/rows/3/groups unknown-group',
    '/rows/4/username taken',
    '/rows/5/email repeated',
    '/rows/6/role own-account',
    '/rows/7/id repeated',
    '/rows/8/status protected-account',
    '/rows/9/id repeated',
    expect.stringMatching(/^\/rows\/10/),
  ]);
  expect(await countPeople()).toBe(before + 1);
});

it('tries a file without leaving anything of it, mails included', async () => {
  const before = await countPeople();
  const csv = lines('email,firstName,groups', 'tried@example.org,Tri,BTF001');
  const { status, body } = await send(csv, '?dryRun=true&invite=true');
  expect([status, body.data]).toMatchObject([200, { isDryRun: true, created: 1 }]);
  expect(await countPeople()).toBe(before);
  expect(
    (await app.db('jobs_outbox').whereRaw(`cast(jobs_outbox as text) like '%tried@%'`)).length,
  ).toBe(0);
  expect(mailsTo(app, 'tried@example.org')).toEqual([]);
});

it('invites people who are new when that is asked for', async () => {
  const csv = lines('email,status', 'guest@example.org,active');
  expect((await send(csv, '?invite=true')).body.data).toMatchObject({ created: 1 });
  await lastMailTo(app, 'guest@example.org', { kind: 'invitation' });
  expect((await send(csv, '?invite=true')).body.data).toMatchObject({ unchanged: 1 });
});

it('lists a thousand faults and counts all of them', async () => {
  const rows = Array.from({ length: 1200 }, (_, place) => `nobody ${place}`);
  const { body } = await send(lines('email', ...rows), '?dryRun=true');
  expect(body.data).toMatchObject({ rows: 1200, failed: 1200 });
  expect(body.data.errors).toHaveLength(1000);
});
