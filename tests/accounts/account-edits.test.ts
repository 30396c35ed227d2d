import type { AccountAnswer } from '../../src/plugins/accounts/contract/account-admin';
import { startApp, type TestApp } from '../support/app';
import { signInToPanel, type PanelAccount } from '../support/panel';
import { asProgram, makePerson, signIn, type TestPerson } from '../support/people';

let app: TestApp;
let panel: PanelAccount;

beforeAll(async () => {
  app = await startApp();
  panel = await signInToPanel(app);
});
afterAll(() => app.stop());

const read = async ({ documentId }: TestPerson) =>
  (await (await panel.ask(`/accounts/users/${documentId}`)).json()) as AccountAnswer;
const eventsOf = async (person: TestPerson) => (await read(person)).data.events;
const isSignedIn = async (headers: Record<string, string>) =>
  (await fetch(`${app.url}/api/auth/sessions`, { headers })).status === 200;

const MANAGER = '/content-manager/collection-types/plugin::users-permissions.user';
const edit = ({ documentId }: TestPerson, body: object) =>
  panel.ask(`${MANAGER}/${documentId}`, { method: 'PUT', body });
const make = (body: object) => panel.ask(MANAGER, { method: 'POST', body });
const roleOf = async (type: string) => {
  const role = await app.db('up_roles').where('type', type).first<{ document_id: string }>();
  return { connect: [{ documentId: role.document_id }], disconnect: [] };
};
const studentRole = () => roleOf('student');

it('offers no password, no tokens and none of the flags that follow the status', async () => {
  const answer = await panel.ask(
    '/content-manager/content-types/plugin::users-permissions.user/configuration',
  );
  const { data } = (await answer.json()) as {
    data: { contentType: { layouts: { edit: { name: string }[][]; list: string[] } } };
  };
  const { edit: rows, list: columns } = data.contentType.layouts;
  expect(rows.flat().map(({ name }) => name)).toEqual([
    'username',
    'email',
    'accountStatus',
    'role',
    'track',
    'lastSignInAt',
    'emailVerifiedAt',
    'isProtected',
  ]);
  expect(columns).toEqual(['username', 'email', 'accountStatus', 'role', 'track', 'lastSignInAt']);
});

it('takes the status for the truth, and leaves the same events', async () => {
  const person = await makePerson(app);
  const headers = asProgram(await signIn(app, person));
  expect(await isSignedIn(headers)).toBe(true);
  expect((await edit(person, { accountStatus: 'suspended' })).status).toBe(200);
  expect(await isSignedIn(headers)).toBe(false);
  const row = await app.db('up_users').where('id', person.userId).first<object>();
  expect(row).toMatchObject({ account_status: 'suspended', blocked: true });
  expect(await eventsOf(person)).toMatchObject([
    { type: 'account-suspended', actorKind: 'panel', actorName: 'Pat', address: '127.0.0.1' },
  ]);
});

it('vouches for the address of an account that it makes active', async () => {
  const person = await makePerson(app, { status: 'pending' });
  expect((await edit(person, { accountStatus: 'active' })).status).toBe(200);
  const { data } = await read(person);
  expect(data.emailVerifiedAt).not.toBeNull();
  expect(data.events).toMatchObject([{ type: 'marked-verified', actorKind: 'panel' }]);
});

it('changes a role with the same event as the button', async () => {
  const person = await makePerson(app);
  expect((await edit(person, { role: await roleOf('mentor') })).status).toBe(200);
  expect(await eventsOf(person)).toMatchObject([
    { type: 'role-changed', details: { was: 'student', became: 'mentor' } },
  ]);
});

it('cannot set what it does not show', async () => {
  const person = await makePerson(app, { password: 'a-stored-hash' });
  await edit(person, { password: 'Another-one-123', blocked: true, confirmed: false });
  const row = await app.db('up_users').where('id', person.userId).first<object>();
  expect(row).toMatchObject({ password: 'a-stored-hash', blocked: false, confirmed: true });
  expect(await eventsOf(person)).toEqual([]);
});

it.each([
  ['no role', { username: 'no-role', email: 'no-role@reef.example' }],
  ['an address that no mail reaches', { username: 'no-mail', email: 'a@b', role: {} }],
  ['a name that somebody has', { username: 'TAKEN', email: 'free@reef.example', role: {} }],
  ['an address that somebody has', { username: 'free', email: 'taken@REEF.example', role: {} }],
])('refuses an account with %s in words', async (_, entered) => {
  await makePerson(app, { username: 'taken', email: 'taken@reef.example' }).catch(() => undefined);
  const answer = await make({
    ...entered,
    ...('role' in entered && { role: await studentRole() }),
  });
  expect(answer.status).toBe(400);
  const { error } = (await answer.json()) as { error: { message: string } };
  expect(error.message).not.toMatch(/insert|null|undefined/);
  expect(await app.db('up_users').where('username', entered.username)).toEqual([]);
});

it('tells of accounts that were made and removed there', async () => {
  const role = await studentRole();
  const made = await make({ username: 'by-hand', email: 'By-Hand@Reef.example', role });
  expect(made.status).toBe(201);
  const { data } = (await made.json()) as { data: { documentId: string; email: string } };
  expect(data.email).toBe('by-hand@reef.example');
  const removed = await panel.ask(`${MANAGER}/${data.documentId}`, { method: 'DELETE' });
  expect(removed.status).toBe(200);
  const told = await app
    .db('accounts_security_events')
    .where('target_id', data.documentId)
    .orderBy('id')
    .pluck<string[]>('type');
  expect(told).toEqual(['account-created', 'account-deleted']);
});
