import { startApp, type TestApp } from '../support/app';
import { exportCsv, lastEvent } from '../support/exchange';
import { until } from '../support/launcher-process';
import { asProgram, makePerson, signIn, type TestPerson } from '../support/people';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let admin: TestPerson;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  admin = await makePerson(app, { role: 'admin', email: 'root@example.org', username: 'root' });
  headers = asProgram(await signIn(app, admin));
});
afterAll(() => app.stop());

const read = (query = '') => exportCsv(app, 'users', { query, headers });

it('sends a file with every column, to be kept and not to be stored on the way', async () => {
  const { status, headers: sent, text } = await read();
  expect(status).toBe(200);
  expect(sent.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
  expect(sent.get('content-disposition')).toMatch(
    /^attachment; filename="users-\d{4}-\d\d-\d\d\.csv"$/,
  );
  expect(sent.get('cache-control')).toBe('no-store');
  expect(sent.get('x-content-type-options')).toBe('nosniff');
  const [header, row] = text.split('\r\n');
  expect(header).toBe(
    '"id","email","username","firstName","lastName","dateOfBirth","organisation","role","track",' +
      '"status","groups","createdAt","emailVerifiedAt","lastSignInAt"',
  );
  expect(row).toMatch(
    new RegExp(`^"${admin.documentId}","root@example.org","root",,,,,"admin",,"active","",20`),
  );
});

it('sends the columns that are chosen, in that order, with a mark for Excel when asked', async () => {
  const { text } = await read('?columns=email,role&search=root');
  expect(text).toBe('"email","role"\r\n"root@example.org","admin"\r\n');
  expect((await read('?columns=email&bom=true')).text.startsWith('\ufeff"email"')).toBe(true);
});

it.each([
  'columns=',
  'columns=email,password',
  'columns=passwordHash',
  'columns=id,id',
  'limit=3',
  'status=x',
])('is 400 for ?%s', async (query) => {
  const { status, body } = await read(`?${query}`);
  expect([status, body.type]).toEqual([400, '/problems/invalid-query']);
});

it('writes what people have entered so that no spreadsheet runs it (E-03)', async () => {
  await makePerson(app, { username: 'E03', track: '=HYPERLINK("http://evil.example","x")' });
  await makePerson(app, { username: 'E03b', track: '＝1+1' });
  const { text } = await read('?columns=username,track&search=E03');
  expect(text.split('\r\n').slice(1, 3)).toEqual([
    '"E03","\'=HYPERLINK(""http://evil.example"",""x"")"',
    '"E03b","\'＝1+1"',
  ]);
});

it('narrows by what the console filters by', async () => {
  await makePerson(app, { role: 'mentor', track: 'reef', email: 'm1@filter.example' });
  await makePerson(app, { role: 'mentor', status: 'suspended', email: 'm2@filter.example' });
  const emails = async (query: string) =>
    (await read(`?columns=email&search=%40filter.example&${query}`)).text
      .split('\r\n')
      .slice(1, -1);
  expect(await emails('role=mentor')).toEqual(['"m1@filter.example"', '"m2@filter.example"']);
  expect(await emails('status=suspended')).toEqual(['"m2@filter.example"']);
  expect(await emails('track=reef')).toEqual(['"m1@filter.example"']);
  expect(await emails('group=BTF999')).toEqual([]);
});

it('is not for strangers, nor for who administers nothing (E-05)', async () => {
  expect((await exportCsv(app, 'users', { headers: {} })).status).toBe(401);
  for (const role of ['student', 'mentor', 'supervisor']) {
    const person = await makePerson(app, { role });
    const own = asProgram(await signIn(app, person));
    for (const kind of ['users', 'groups', 'events', 'resources']) {
      expect((await exportCsv(app, kind, { headers: own })).status).toBe(403);
    }
  }
});

it('leaves a security event', async () => {
  await read('?columns=email,role&search=root');
  await until('the event is there', async () => {
    const event = await lastEvent(app, 'data-exported');
    return event?.details['columns'] === 'email, role' && event.details['rows'] === 1;
  });
  expect(await lastEvent(app, 'data-exported')).toEqual({
    actor_kind: 'user',
    actor_id: admin.documentId,
    address: '127.0.0.1',
    details: { kind: 'users', columns: 'email, role', rows: 1, isComplete: true },
  });
});

it('answers HEAD with the headers of the file', async () => {
  const answer = await fetch(`${app.url}/api/admin/users/export.csv`, { method: 'HEAD', headers });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/csv');
});
