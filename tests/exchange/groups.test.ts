import { startApp, type TestApp } from '../support/app';
import { exportCsv, importCsv, lines } from '../support/exchange';
import { asProgram, makePerson, signIn } from '../support/people';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  headers = asProgram(await signIn(app, await makePerson(app, { role: 'admin' })));
  await makePerson(app, { role: 'mentor', email: 'mentor@example.org' });
  for (const name of ['ada', 'bob', '-cy']) await makePerson(app, { email: `${name}@example.org` });
});
afterAll(() => app.stop());

const send = (csv: string, query = '') => importCsv(app, 'groups', { csv, query, headers });
const read = async (query = '') => (await exportCsv(app, 'groups', { query, headers })).text;

it('come in with their people, by given codes and the next ones, and go out again', async () => {
  const csv = lines(
    'code,name,track,description,mentor,members',
    'btf007,Kelp,reef,-Low tide-,Mentor@example.org,ada@example.org;-cy@example.org',
    ',Plankton,,,,',
  );
  expect((await send(csv)).body.data).toMatchObject({ created: 2, failed: 0 });
  const exported = await read('?columns=code,name,description,mentor,members');
  expect(exported.split('\r\n').slice(1, 3).sort()).toEqual([
    `"BTF007","Kelp","'-Low tide-","mentor@example.org","'-cy@example.org;ada@example.org"`,
    '"BTF008","Plankton",,,""',
  ]);
  expect((await send(await read())).body.data).toMatchObject({ rows: 2, unchanged: 2 });
  const labels = await app.db('group_memberships').orderBy('label').pluck<string[]>('label');
  expect(labels).toHaveLength(2);
  expect(labels[0]).toMatch(/ · BTF007$/);
});

it('are found by their code; the list of members is the truth where it is there', async () => {
  const changed = await send(lines('code,name,members', 'BTF007,Kelp,bob@example.org'));
  expect(changed.body.data).toMatchObject({ updated: 1 });
  expect(await read('?columns=code,mentor,members')).toContain(
    '"BTF007","mentor@example.org","bob@example.org"',
  );
  await send(lines('code,name', 'BTF007,Kelp forest'));
  expect(await read('?columns=name,members')).toContain('"Kelp forest","bob@example.org"');
  await send(lines('code,name,mentor,members', 'BTF007,Kelp forest,,'));
  expect(await read('?columns=code,mentor,members')).toContain('"BTF007",,""');
});

it('are refused for people whom nobody knows, and for a code that another group has', async () => {
  const [first] = await app.db('groups').where('code', 'BTF008').select('document_id');
  const csv = lines(
    'id,code,name,mentor,members',
    ',,New,ghost@example.org,ada@example.org;=ghost@example.org',
    `${first.document_id},BTF007,Taken,,`,
    ',BTF009,,,',
  );
  const { status, body } = await send(csv);
  expect(status).toBe(422);
  expect(body.errors).toMatchObject([
    { pointer: '/rows/2/mentor', code: 'unknown-person' },
    { pointer: '/rows/2/members', code: 'unknown-person' },
    { pointer: '/rows/3/code', code: 'taken' },
    { pointer: '/rows/4/name', code: 'required' },
  ]);
  expect(await app.db('groups').where('name', 'New')).toEqual([]);
});

it('are each read once, whatever happens to them while a file is sent', async () => {
  await app.db.raw(
    `insert into groups (document_id, code, name, published_at)
     select 'g' || lpad(cast(n as text), 23, '0'), 'MANY-' || n, 'Group ' || n, now()
       from generate_series(1, 2500) as n`,
  );
  const rows = (await read('?columns=id')).split('\r\n').slice(1, -1);
  expect(rows).toHaveLength(2502);
  expect(new Set(rows).size).toBe(2502);
});

it('take a number of statements that does not depend on how many there are', async () => {
  const statements: string[] = [];
  const note = ({ sql }: { sql: string }) => statements.push(sql);
  app.db.on('query', note);
  await read();
  app.db.removeListener('query', note);
  // Three pages, each of the groups and their people; and what every request asks.
  expect(statements.filter((sql) => /groups|group_memberships/.test(sql))).toHaveLength(6);
});
