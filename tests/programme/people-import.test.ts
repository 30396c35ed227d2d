import bcrypt from 'bcryptjs';
import type {
  AccountDirectory,
  ImportedAccount,
  ImportedOutcome,
} from '../../src/plugins/accounts/contract/account-directory';
import { startApp, type TestApp } from '../support/app';
import { makeSignedIn, type ConsolePerson } from '../support/console-rig';
import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';
import { makePerson, testOrigin } from '../support/people';
import { ask, securityEvents, tokenIn, userRow } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

const PASSWORD = 'kelp-forest-Tide-42';
const HASH = bcrypt.hashSync(PASSWORD, 4);

let app: TestApp;
let admin: ConsolePerson;
beforeAll(async () => {
  app = await startApp();
  admin = await makeSignedIn(app, { role: 'admin', email: 'admin@example.org', username: 'chief' });
});
afterAll(() => app.stop());

const line = (row: number, traits: Partial<ImportedAccount> = {}): ImportedAccount => ({
  row,
  email: `row.${row}@example.org`,
  role: 'student',
  track: null,
  status: 'active',
  passwordHash: null,
  ...traits,
});

function importAll(accounts: ImportedAccount[], invite = false): Promise<ImportedOutcome[]> {
  const directory = app.strapi.plugin('accounts').service<AccountDirectory>('accountDirectory');
  const actor = { kind: 'user' as const, id: admin.documentId };
  const by = { actor, origin: testOrigin(), invite };
  return app.db.transaction((trx) => directory.importAccounts(trx, accounts, by));
}
const told = (outcomes: ImportedOutcome[]) =>
  outcomes.map(({ row, outcome, code }) => (code ? [row, outcome, code] : [row, outcome]));

it('makes accounts whose people sign in with the password that they had', async () => {
  const outcomes = await importAll([
    line(1, {
      email: ' ROW.1@Example.org ',
      username: 'rower',
      role: 'mentor',
      track: 'reef',
      passwordHash: HASH,
    }),
    line(2),
  ]);
  expect(told(outcomes)).toEqual([
    [1, 'created'],
    [2, 'created'],
  ]);
  const row = await userRow(app, 'row.1@example.org');
  expect(outcomes[0]?.userId).toBe(row?.id);
  const body = { identifier: 'rower', password: PASSWORD };
  const { status, body: answer } = await ask(app, '/auth/login', { body });
  expect([status, answer.data.user]).toMatchObject([200, { role: 'mentor', track: 'reef' }]);
  expect(await securityEvents(app, row?.document_id ?? '')).toContain('account-created');
});

it('changes what differs, and leaves a second run nothing to do', async () => {
  const person = await makeSignedIn(app, { email: 'known@example.org' });
  const wanted = line(1, {
    email: person.email,
    role: 'supervisor',
    track: 'kelp',
    username: 'known',
  });
  expect(told(await importAll([wanted]))).toEqual([[1, 'updated']]);
  expect(told(await importAll([wanted]))).toEqual([[1, 'unchanged']]);
  expect(await securityEvents(app, person.documentId)).toEqual(['role-changed', 'track-changed']);
  const me = await ask(app, '/users/me', { headers: person.headers });
  expect(me.body.data).toMatchObject({ role: 'supervisor', track: 'kelp', username: 'known' });
  await importAll([{ ...wanted, status: 'suspended' }]);
  expect((await ask(app, '/users/me', { headers: person.headers })).status).toBe(401);
});

it('never replaces a password, and takes none for an address that is not proven', async () => {
  const { email } = await makePerson(app, { password: bcrypt.hashSync('another-Tide-42', 4) });
  const before = await userRow(app, email);
  const outcomes = await importAll([
    line(1, { email, passwordHash: HASH }),
    line(2, { email: 'pending@example.org', status: 'pending', passwordHash: HASH }),
  ]);
  expect(told(outcomes)).toEqual([
    [1, 'unchanged', 'password-kept'],
    [2, 'created', 'password-left-out'],
  ]);
  expect(await userRow(app, email)).toEqual(before);
  expect((await userRow(app, 'pending@example.org'))?.password).toBeNull();
});

it('refuses single rows and writes the others', async () => {
  await makePerson(app, { email: 'guarded@example.org', role: 'mentor' });
  await app.db('up_users').where({ email: 'guarded@example.org' }).update({ is_protected: true });
  const outcomes = await importAll([
    line(1, { email: 'nobody' }),
    line(2, { email: 'b@example.org', role: 'captain' }),
    line(3, { email: 'c@example.org', role: 'public' }),
    line(4, { email: 'd@example.org', username: 'x' }),
    line(5, { email: 'e@example.org', username: 'CHIEF' }),
    line(6, { email: 'f@example.org', passwordHash: 'plain text' }),
    line(7, { email: 'f2@example.org', passwordHash: 'pbkdf2_sha256$99999999$salt$AAAA' }),
    line(8, { email: 'g@example.org', username: 'twin' }),
    line(9, { email: 'h@example.org', username: 'Twin' }),
    line(10, { email: 'G@example.org' }),
    line(11, { email: 'admin@example.org' }),
    line(12, { email: 'guarded@example.org' }),
    line(13, { email: 'i@example.org', track: 'x'.repeat(101) }),
    line(14, { email: 'j@example.org' }),
  ]);
  expect(told(outcomes)).toEqual([
    [1, 'refused', 'invalid-email'],
    [2, 'refused', 'unknown-role'],
    [3, 'refused', 'unknown-role'],
    [4, 'refused', 'invalid-username'],
    [5, 'refused', 'username-taken'],
    [6, 'refused', 'unreadable-password'],
    [7, 'refused', 'unreadable-password'],
    [8, 'created'],
    [9, 'refused', 'username-taken'],
    [10, 'refused', 'repeated'],
    [11, 'refused', 'own-account'],
    [12, 'refused', 'protected-account'],
    [13, 'refused', 'invalid-track'],
    [14, 'created'],
  ]);
  expect(outcomes.every(({ outcome, message }) => outcome !== 'refused' || message)).toBe(true);
});

it('finds 500 names of their own for people of one name, in a handful of statements', async () => {
  const seen: string[] = [];
  const note = ({ sql }: { sql: string }) => seen.push(sql);
  app.db.on('query', note);
  const outcomes = await importAll(
    Array.from({ length: 500 }, (_, row) => line(row, { email: `same@${row}.example.org` })),
  );
  app.db.removeListener('query', note);
  expect(new Set(outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['created']));
  // Background jobs look for work meanwhile.
  const own = seen.filter((sql) => /up_users|profiles|accounts_security_events/.test(sql));
  expect(own.length).toBeGreaterThan(0);
  expect(own.length).toBeLessThan(20);
});

it('invites by mail when that is wanted, and keeps the role until the link is opened', async () => {
  const email = 'guest@example.org';
  await importAll([line(1, { email, status: 'pending', role: 'mentor' })], true);
  const mail = await lastMailTo(app, email, { kind: 'invitation' });
  await ask(app, '/auth/verify-email', { body: { token: tokenIn(mail.link) } });
  expect((await userRow(app, email))?.account_status).toBe('active');
  await importAll([line(1, { email: 'quiet@example.org', status: 'pending' })]);
  await allMailsSent(app);
  expect(mailsTo(app, 'quiet@example.org')).toEqual([]);
});
