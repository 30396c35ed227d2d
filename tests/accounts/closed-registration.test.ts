import { startApp, type TestApp } from '../support/app';
import { allMailsSent, lastMailTo, mailsTo } from '../support/mails';
import { ask, newAddress, userRow } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';
process.env.REGISTRATION_ALLOWED_DOMAINS = 'Sea.example.org';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const calls = (email: string) =>
  [
    ['/auth/magic-link', { email }],
    ['/auth/register', { email, password: 'kelp-forest-Tide-42' }],
    ['/auth/verify-email/resend', { email }],
  ] as const;

it('answers 202 to addresses that may not register, and sends them nothing', async () => {
  const email = newAddress();
  for (const [path, body] of calls(email)) {
    expect([path, (await ask(app, path, { body })).status]).toEqual([path, 202]);
  }
  await allMailsSent(app);
  expect(mailsTo(app, email)).toEqual([]);
  expect(await userRow(app, email)).toBeUndefined();
});

it('lets addresses of the listed domains in', async () => {
  const email = 'kim@sea.example.org';
  const { body } = await ask(app, '/auth/magic-link', { body: { email } });
  const { code } = await lastMailTo(app, email);
  const answer = await ask(app, '/auth/verify-otp', { body: { flowId: body.data.flowId, code } });
  expect(answer.status).toBe(200);
});

it('lets people sign in whom staff gave an account, whatever their domain', async () => {
  const email = newAddress();
  const made = { document_id: 'staff-made', email, username: 'invited' };
  const [account] = await app.db('up_users').insert(made).returning<{ id: number }[]>('id');
  const role = await app.db('up_roles').where({ type: 'mentor' }).first<{ id: number }>('id');
  await app.db('up_users_role_lnk').insert({ user_id: account?.id, role_id: role.id });
  const { body } = await ask(app, '/auth/magic-link', { body: { email } });
  const { code } = await lastMailTo(app, email);
  const answer = await ask(app, '/auth/verify-otp', { body: { flowId: body.data.flowId, code } });
  expect(answer.status).toBe(200);
  expect(answer.body.data.user).toMatchObject({ username: 'invited', role: 'mentor' });
});

it('gives whom staff added without a role the one of new people', async () => {
  const email = newAddress();
  await app.db('up_users').insert({ document_id: 'without-role', email, username: 'roleless' });
  const { body } = await ask(app, '/auth/magic-link', { body: { email } });
  const { code } = await lastMailTo(app, email);
  const answer = await ask(app, '/auth/verify-otp', { body: { flowId: body.data.flowId, code } });
  expect(answer.body.data.user).toMatchObject({ username: 'roleless', role: 'student' });
  const headers = { authorization: `Bearer ${answer.body.data.accessToken}` };
  expect((await ask(app, '/users/me', { headers })).status).toBe(200);
});
