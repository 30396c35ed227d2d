import { startApp, type TestApp } from '../support/app';
import { lastMailTo } from '../support/mails';
import {
  ask,
  cookiesOf,
  newAddress,
  requestMail,
  securityEvents,
  signInByMail,
  tokenIn,
  userRow,
} from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

const PASSWORD = 'kelp-forest-Tide-42';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const register = (body: object) => ask(app, '/auth/register', { body });
const verifyEmail = (token: string) => ask(app, '/auth/verify-email', { body: { token } });
const verificationTo = async (email: string, count = 1) =>
  tokenIn((await lastMailTo(app, email, { kind: 'verify-email', count })).link);
const verifies = async (email: string, password: string) => {
  const { matches } = await app.strapi
    .plugin('accounts')
    .service<{
      verify(password: string, hash: string | null): Promise<{ matches: boolean }>;
    }>('passwords')
    .verify(password, (await userRow(app, email))?.password ?? null);
  return matches;
};
const profileOf = async (email: string) => {
  const { rows } = await app.db.raw<{ rows: Record<string, unknown>[] }>(
    `select profile.first_name, profile.last_name, profile.biography
       from profiles as profile
       join profiles_user_lnk as link on link.profile_id = profile.id
       join up_users as account on account.id = link.user_id
      where account.email = ?`,
    [email],
  );
  return rows;
};

describe('A-07: an account that somebody else registered', () => {
  it('belongs to whoever proves the address by a link: what was set before is gone', async () => {
    const email = newAddress('victim');
    await register({ email, password: PASSWORD, username: 'i-am-evil', firstName: 'Eve' });
    const evil = await verificationTo(email);
    const { id, document_id: documentId } = (await userRow(app, email)) ?? {
      id: 0,
      document_id: '',
    };
    // What a hole elsewhere might have let the attacker do before the proof.
    await app.db('up_users').where({ id }).update({ password: 'planted' });
    await app.db('accounts_sessions').insert({
      id: '7d1f2f0c-6f57-4c0b-9d8a-0f4f5c9f2a11',
      user_id: id,
      transport: 'token',
      method: 'password',
      address: '203.0.113.9',
      device: 'Unknown device',
      idle_expires_at: app.db.raw("now() + interval '1 day'"),
      expires_at: app.db.raw("now() + interval '1 day'"),
    });
    await app.db.raw(
      `with made as (
         insert into profiles (document_id, first_name, biography)
         values ('planted', 'Eve', 'Not me') returning id
       )
       insert into profiles_user_lnk (profile_id, user_id) select id, ? from made`,
      [id],
    );
    const { flowId, code } = await requestMail(app, email);
    const { status, body } = await ask(app, '/auth/verify-otp', { body: { flowId, code } });
    expect([status, body.data.user.id]).toEqual([200, documentId]);
    const row = await userRow(app, email);
    expect(row).toMatchObject({ account_status: 'active', password: null });
    expect(row?.username).toMatch(/^victim/);
    expect(await profileOf(email)).toEqual([
      { first_name: null, last_name: null, biography: null },
    ]);
    const planted = await app
      .db('accounts_sessions')
      .where({ id: '7d1f2f0c-6f57-4c0b-9d8a-0f4f5c9f2a11' })
      .first('ended_at');
    expect(planted.ended_at).not.toBeNull();
    expect((await verifyEmail(evil)).status).toBe(401);
    expect(await securityEvents(app, documentId)).toEqual([
      'registered',
      'unproven-access-revoked',
      'email-verified',
      'sign-in-succeeded',
    ]);
  });

  it('says nothing was revoked when there was nothing', async () => {
    const email = newAddress();
    const { user } = await signInByMail(app, email);
    expect(await securityEvents(app, user.id)).not.toContain('unproven-access-revoked');
  });

  it('is not wiped again by the sign-ins after the first', async () => {
    const email = newAddress();
    await register({ email, password: PASSWORD, firstName: 'Ada' });
    await verifyEmail(await verificationTo(email));
    await signInByMail(app, email);
    expect(await verifies(email, PASSWORD)).toBe(true);
    expect((await profileOf(email))[0]).toMatchObject({ first_name: 'Ada' });
  });

  it('has nobody’s password when two browsers registered it and its owner pressed the link', async () => {
    const email = newAddress('contested');
    await register({ email, password: PASSWORD });
    await verificationTo(email);
    await register({ email, password: 'attacker-Reef-Lagoon-77', firstName: 'Eve' });
    await verificationTo(email, 2);
    await ask(app, '/auth/verify-email/resend', { body: { email } });
    expect((await verifyEmail(await verificationTo(email, 3))).status).toBe(200);
    expect(await userRow(app, email)).toMatchObject({ account_status: 'active', password: null });
    expect((await profileOf(email))[0]).toMatchObject({ first_name: null });
  });

  it('has the newer password when one browser registered it twice', async () => {
    const email = newAddress('corrected');
    const first = await register({ email, password: PASSWORD });
    await verificationTo(email);
    const body = { email, password: 'another-Reef-Lagoon-77' };
    const again = await ask(app, '/auth/register', {
      body,
      headers: { cookie: cookiesOf(first) },
    });
    expect([again.status, cookiesOf(again)]).toEqual([202, cookiesOf(first)]);
    await verifyEmail(await verificationTo(email, 2));
    expect(await verifies(email, body.password)).toBe(true);
  });

  it('keeps what its owner has when staff ask for a new proof of the address', async () => {
    const email = newAddress();
    await register({ email, password: PASSWORD, firstName: 'Ada' });
    await verifyEmail(await verificationTo(email));
    await app.db('up_users').where({ email }).update({ account_status: 'pending' });
    await register({ email, password: 'attacker-Reef-Lagoon-77', firstName: 'Eve' });
    expect((await verifyEmail(await verificationTo(email, 2))).status).toBe(200);
    expect(await verifies(email, PASSWORD)).toBe(true);
    expect((await profileOf(email))[0]).toMatchObject({ first_name: 'Ada' });
  });
});
