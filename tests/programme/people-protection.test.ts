import { startApp, type TestApp } from '../support/app';
import { askConsole, makeSignedIn, type ConsolePerson } from '../support/console-rig';
import { makePerson } from '../support/people';
import { securityEvents } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let admin: ConsolePerson;
beforeAll(async () => {
  app = await startApp();
  admin = await makeSignedIn(app, { role: 'admin', email: 'first@example.org' });
});
afterAll(() => app.stop());

const change = (by: ConsolePerson, id: string, body: object) =>
  askConsole(app, by, `/users/${id}`, { method: 'PATCH', body });
const remove = (by: ConsolePerson, id: string) =>
  askConsole(app, by, `/users/${id}`, { method: 'DELETE' });
const rowOf = (id: string) =>
  app.db('up_users').where({ document_id: id }).first<Record<string, unknown>>('*');

const DELICATE = [
  { role: 'student' },
  { status: 'suspended' },
  { status: 'pending' },
  { email: 'other@example.org' },
];

describe('the own account', () => {
  it.each(DELICATE)('does not take %j', async (body) => {
    const before = await rowOf(admin.documentId);
    const answer = await change(admin, admin.documentId, { ...body, track: 'reef' });
    expect([answer.status, answer.body.code]).toEqual([409, 'own-account']);
    expect(await rowOf(admin.documentId)).toEqual(before);
  });

  it('is not deleted, and cannot unprotect itself', async () => {
    const deleted = await remove(admin, admin.documentId);
    expect([deleted.status, deleted.body.code]).toEqual([409, 'own-account']);
    expect((await change(admin, admin.documentId, { isProtected: true })).status).toBe(200);
    const bare = await change(admin, admin.documentId, { isProtected: false });
    expect([bare.status, bare.body.code]).toEqual([409, 'own-account']);
  });

  it('takes whatever is not delicate', async () => {
    const body = { role: 'admin', status: 'active', firstName: 'Ada', track: 'reef' };
    expect((await change(admin, admin.documentId, body)).status).toBe(200);
  });
});

describe('a protected account', () => {
  let guarded: ConsolePerson;
  beforeAll(async () => {
    guarded = await makeSignedIn(app, { role: 'mentor' });
    const answer = await change(admin, guarded.documentId, { isProtected: true });
    expect([answer.status, answer.body.data.isProtected]).toEqual([200, true]);
  });

  it.each([...DELICATE, { isProtected: false, role: 'student' }])(
    'does not take %j',
    async (body) => {
      const before = await rowOf(guarded.documentId);
      const answer = await change(admin, guarded.documentId, body);
      expect([answer.status, answer.body.code]).toEqual([409, 'protected-account']);
      expect(await rowOf(guarded.documentId)).toEqual(before);
    },
  );

  it('is deleted only once its protection was taken away, and both are written down', async () => {
    const refused = await remove(admin, guarded.documentId);
    expect([refused.status, refused.body.code]).toEqual([409, 'protected-account']);
    expect((await change(admin, guarded.documentId, { isProtected: false })).status).toBe(200);
    expect((await remove(admin, guarded.documentId)).status).toBe(204);
    expect(await securityEvents(app, guarded.documentId)).toEqual([
      'account-protected',
      'account-unprotected',
      'account-deleted',
    ]);
  });
});

describe('the last administrator', () => {
  const activeAdmins = async () => {
    const rows = await app
      .db('up_users as account')
      .join('up_users_role_lnk as link', 'link.user_id', 'account.id')
      .join('up_roles as role', 'role.id', 'link.role_id')
      .where({ 'role.type': 'admin', 'account.account_status': 'active' })
      .select('account.id');
    return rows.length;
  };

  it.each([
    ['deleted', (by: ConsolePerson, id: string) => remove(by, id)],
    ['demoted', (by: ConsolePerson, id: string) => change(by, id, { role: 'student' })],
    ['suspended', (by: ConsolePerson, id: string) => change(by, id, { status: 'suspended' })],
  ])('stays when two are %s by each other at once', async (_how, act) => {
    await app
      .db('up_users')
      .where({ document_id: admin.documentId })
      .update({ account_status: 'suspended' });
    for (let round = 0; round < 5; round += 1) {
      await app.db('up_users').where('email', 'like', 'pair.%').delete();
      const one = await makeSignedIn(app, { role: 'admin', email: `pair.1.${round}@example.org` });
      const two = await makeSignedIn(app, { role: 'admin', email: `pair.2.${round}@example.org` });
      const answers = await Promise.all([act(one, two.documentId), act(two, one.documentId)]);
      expect(await activeAdmins()).toBe(1);
      const [refused] = answers.filter(({ status }) => status >= 400);
      // Whoever came second found the last one, or was none any more before asking.
      expect([409, 401, 403]).toContain(refused?.status);
      if (refused?.status === 409) expect(refused.body.code).toBe('last-admin');
    }
  });

  it('may be taken by another administrator when one is left', async () => {
    const [one, two] = [
      await makeSignedIn(app, { role: 'admin' }),
      await makePerson(app, { role: 'admin' }),
    ];
    expect((await remove(one, two.documentId)).status).toBe(204);
  });
});
