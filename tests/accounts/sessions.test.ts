import type { PrincipalsService } from '../../src/plugins/accounts/server/services/principals';
import { startApp, type TestApp } from '../support/app';
import { createAsk } from '../support/ask';
import { until } from '../support/launcher-process';
import { asProgram, makePerson, sessionsOf, signIn, type TestPerson } from '../support/people';

const OWN_SESSIONS = 'GET /api/auth/sessions';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const ask = createAsk(() => app);
const statusWith = async (accessToken: string) =>
  (await ask(OWN_SESSIONS, { headers: { authorization: `Bearer ${accessToken}` } })).status;
const refresh = (refreshToken: string) => ask('POST /api/auth/refresh', { body: { refreshToken } });
const eventsOf = async ({ documentId }: TestPerson) =>
  (
    await app
      .db('accounts_security_events')
      .where('target_id', documentId)
      .orderBy('id')
      .select<{ type: string }[]>('type')
  ).map(({ type }) => type);

describe('what ends sessions', () => {
  it('is a logout, of this session at once', async () => {
    const person = await makePerson(app);
    const [one, other] = [await signIn(app, person), await signIn(app, person)];
    expect(await statusWith(one.accessToken)).toBe(200);
    const { status, data } = await ask('POST /api/auth/logout', { headers: asProgram(one) });
    expect([status, data]).toEqual([200, { ended: 1 }]);
    expect(await statusWith(one.accessToken)).toBe(401);
    expect((await refresh(one.refreshToken)).status).toBe(401);
    expect(await statusWith(other.accessToken)).toBe(200);
    expect(await eventsOf(person)).toEqual(['signed-out']);
  });

  it('is a logout everywhere', async () => {
    const person = await makePerson(app);
    const [one, other] = [await signIn(app, person), await signIn(app, person)];
    const headers = asProgram(one);
    const answer = await ask('POST /api/auth/logout', { headers, body: { scope: 'all' } });
    expect(answer.data).toEqual({ ended: 2 });
    expect(await statusWith(other.accessToken)).toBe(401);
    expect((await ask('POST /api/auth/logout', { headers })).status).toBe(401);
    const wrong = await ask('POST /api/auth/logout', { body: { scope: 'everything' } });
    expect(wrong.status).toBe(422);
  });

  it('is revoking it from another one; those of other people are not there', async () => {
    const person = await makePerson(app);
    const [one, other] = [await signIn(app, person), await signIn(app, person)];
    const foreign = await signIn(app, await makePerson(app));
    const headers = asProgram(one);
    for (const id of [foreign.sessionId, '0b5c7f1e-3a42-4d6b-9f10-2c3d4e5f6071', 'nonsense']) {
      expect((await ask(`DELETE /api/auth/sessions/${id}`, { headers })).status).toBe(404);
    }
    const address = `DELETE /api/auth/sessions/${other.sessionId}`;
    expect((await ask(address)).status).toBe(401);
    expect((await ask(address, { headers })).status).toBe(204);
    expect((await ask(address, { headers })).status).toBe(404);
    expect(await statusWith(other.accessToken)).toBe(401);
    expect(await statusWith(foreign.accessToken)).toBe(200);
    expect(await eventsOf(person)).toEqual(['session-revoked']);
  });

  it.each<[string, object]>([
    ['a changed password', { password: '$argon2id$another' }],
    ['a changed address', { email: 'changed@example.org' }],
    ['a suspension', { account_status: 'suspended' }],
  ])('is %s, whoever writes it, within five seconds', async (_what, change) => {
    const person = await makePerson(app, { password: '$argon2id$one' });
    const session = await signIn(app, person);
    expect(await statusWith(session.accessToken)).toBe(200);
    const startedAt = Date.now();
    await app.db('up_users').where('id', person.userId).update(change);
    expect((await refresh(session.refreshToken)).status).toBe(401);
    await until(
      'the token is refused',
      async () => (await statusWith(session.accessToken)) === 401,
    );
    expect(Date.now() - startedAt).toBeLessThan(5_000);
  });

  it('is endAll, but for one session if told so', async () => {
    const person = await makePerson(app);
    const [one, other] = [await signIn(app, person), await signIn(app, person)];
    expect(await statusWith(other.accessToken)).toBe(200);
    const ended = await app.db.transaction((trx) =>
      sessionsOf(app).endAll(trx, {
        userId: person.userId,
        reason: 'password-changed',
        exceptSessionId: one.sessionId,
      }),
    );
    sessionsOf(app).forgetCached(person.userId);
    expect(ended).toBe(1);
    expect(await statusWith(one.accessToken)).toBe(200);
    expect(await statusWith(other.accessToken)).toBe(401);
  });
});

describe('a session', () => {
  it.each(['pending', 'suspended'] as const)('is not started for a %s account', async (status) => {
    const person = await makePerson(app, { status });
    await expect(signIn(app, person)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await app.db('accounts_sessions').where('user_id', person.userId)).toEqual([]);
  });

  it('follows a change of role within five seconds, whatever the token says', async () => {
    const person = await makePerson(app, { role: 'supervisor' });
    const { accessToken } = await signIn(app, person);
    const roleNow = async () =>
      (await ask('POST /api/auth/token/verify', { body: { token: accessToken } })).data['role'];
    expect(await roleNow()).toBe('supervisor');
    const startedAt = Date.now();
    await app.db.raw(
      `update up_users_role_lnk set role_id = (select id from up_roles where type = 'student')
        where user_id = :userId`,
      { userId: person.userId },
    );
    await until('the role is the new one', async () => (await roleNow()) === 'student');
    expect(Date.now() - startedAt).toBeLessThan(5_000);
  });

  it('is noted as used at most once a minute', async () => {
    const person = await makePerson(app);
    const { accessToken, sessionId } = await signIn(app, person);
    const principals = app.strapi.plugin('accounts').service<PrincipalsService>('principals');
    const lastUse = async () => {
      principals.forget(person.userId);
      expect(await statusWith(accessToken)).toBe(200);
      const row = await app
        .db('accounts_sessions')
        .where('id', sessionId)
        .first<{ last_used_at: Date }>('last_used_at');
      return row.last_used_at.getTime();
    };
    const move = (back: string) =>
      app
        .db('accounts_sessions')
        .where('id', sessionId)
        .update({
          last_used_at: app.db.raw('last_used_at - cast(? as interval)', [back]),
        });
    const started = await lastUse();
    await move('50 seconds');
    expect(await lastUse()).toBe(started - 50_000);
    await move('20 seconds');
    expect(await lastUse()).toBeGreaterThanOrEqual(started);
  });

  it('makes room for newer ones: nobody has more than a hundred', async () => {
    const person = await makePerson(app);
    const first = await signIn(app, person);
    for (let count = 0; count < 100; count += 1) await signIn(app, person);
    const live = await app
      .db('accounts_sessions')
      .where({ user_id: person.userId, ended_at: null })
      .select<{ id: string }[]>('id');
    expect(live).toHaveLength(100);
    expect(live.map(({ id }) => id)).not.toContain(first.sessionId);
  });

  it('is deleted with its tokens when it has been over for 30 days, and not before', async () => {
    const person = await makePerson(app);
    const [old, recent, live] = [
      await signIn(app, person),
      await signIn(app, person),
      await signIn(app, person),
    ];
    const end = (sessionId: string, ago: string) =>
      app
        .db('accounts_sessions')
        .where('id', sessionId)
        .update({
          ended_at: app.db.raw('now() - cast(? as interval)', [ago]),
        });
    await end(old.sessionId, '31 days');
    await end(recent.sessionId, '29 days');
    expect(await sessionsOf(app).cleanUp(app.db)).toBe(1);
    const left = await app
      .db('accounts_sessions')
      .where('user_id', person.userId)
      .select<{ id: string }[]>('id');
    expect(left.map(({ id }) => id).sort()).toEqual([recent.sessionId, live.sessionId].sort());
    const tokens = await app.db('accounts_refresh_tokens').where('session_id', old.sessionId);
    expect(tokens).toEqual([]);
  });
});
