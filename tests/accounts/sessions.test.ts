import { createHmac } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { createKeyring } from '../../src/lib/keyring';
import type { PrincipalsService } from '../../src/plugins/accounts/server/services/principals';
import { startApp, type TestApp } from '../support/app';
import { createAsk } from '../support/ask';
import { until } from '../support/launcher-process';
import { asProgram, makePerson, sessionsOf, signIn, type TestPerson } from '../support/people';

const OWN_SESSIONS = 'GET /api/auth/sessions';
const REFRESH = 'POST /api/auth/refresh';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const ask = createAsk(() => app);
const statusWith = async (accessToken: string) =>
  (await ask(OWN_SESSIONS, { headers: { authorization: `Bearer ${accessToken}` } })).status;
const refresh = (refreshToken: string) => ask(REFRESH, { body: { refreshToken } });
const eventsOf = async ({ documentId }: TestPerson) =>
  (
    await app
      .db('accounts_security_events')
      .where('target_id', documentId)
      .orderBy('id')
      .select<{ type: string }[]>('type')
  ).map(({ type }) => type);
/** Lets the grace of every token of a session pass. */
const passGrace = (sessionId: string) =>
  app.db.raw(
    `update accounts_refresh_tokens set replaced_at = replaced_at - interval '11 seconds'
      where session_id = :sessionId`,
    { sessionId },
  );

describe('an access token', () => {
  it('signs its person in', async () => {
    const session = await signIn(app, await makePerson(app));
    const answer = await ask(OWN_SESSIONS, { headers: asProgram(session) });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(JSON.parse(answer.text)).toEqual({
      data: [
        {
          id: session.sessionId,
          device: 'Firefox on Linux',
          address: '192.0.2.1',
          createdAt: expect.any(String),
          lastUsedAt: expect.any(String),
          current: true,
        },
      ],
    });
  });

  it('is not needed to be told that one is needed', async () => {
    const answer = await ask(OWN_SESSIONS);
    expect([answer.status, answer.code]).toEqual([401, 'unauthenticated']);
  });

  it.each<[string, (token: string) => string]>([
    ['without a signature', (token) => `${token.split('.').slice(0, 2).join('.')}.`],
    ['with alg none', (token) => `${part({ alg: 'none', typ: 'at+jwt' })}.${token.split('.')[1]}.`],
    ['of another issuer', (token) => resigned(token, {}, { iss: 'https://evil.example' })],
    ['for another audience', (token) => resigned(token, {}, { aud: 'https://evil.example' })],
    ['of another type', (token) => resigned(token, { typ: 'JWT' }, {})],
    ['with a path as key id', (token) => resigned(token, { kid: '../../dev/null' }, {})],
    ['that expired 61 seconds ago', (token) => resigned(token, {}, { exp: seconds(-61) })],
    ['that begins in 61 seconds', (token) => resigned(token, {}, { nbf: seconds(61) })],
    ['of a clock an hour ahead', (token) => resigned(token, {}, { iat: seconds(3600) })],
    ['of ten kilobytes', (token) => `${token}${'A'.repeat(10_000)}`],
    ['for another person', (token) => resigned(token, {}, { sub: 'somebodyelse000000000000' })],
  ])('%s is 401, and says no more', async (_what, change) => {
    const { accessToken } = await signIn(app, await makePerson(app));
    expect(await statusWith(resigned(accessToken, {}, {}))).toBe(200);
    const headers = { authorization: `Bearer ${change(accessToken)}` };
    const answer = await ask(OWN_SESSIONS, { headers });
    expect([answer.status, answer.code]).toEqual([401, 'unauthenticated']);
    const verified = await ask('POST /api/auth/token/verify', {
      body: { token: change(accessToken) },
    });
    expect([verified.status, verified.code]).toEqual([401, 'unauthenticated']);
  });

  it('that is not valid is refused where strangers may read, too, and not where nobody asks', async () => {
    const session = await signIn(app, await makePerson(app));
    const headers = asProgram(session);
    expect((await ask('GET /api/taxa', { headers })).status).toBe(200);
    expect((await ask('GET /api/geo/occurrences?bbox=0,0,1,1', { headers })).status).toBe(200);
    await ask('POST /api/auth/logout', { headers });
    expect((await ask('GET /api/taxa', { headers })).status).toBe(401);
    expect((await ask('GET /api/geo/occurrences?bbox=0,0,1,1', { headers })).status).toBe(401);
    expect((await ask('GET /api/health', { headers })).status).toBe(200);
    expect((await ask('GET /api/taxa')).status).toBe(200);
  });

  it('and a refresh token do not stand in for each other', async () => {
    const { accessToken, refreshToken } = await signIn(app, await makePerson(app));
    expect(await statusWith(refreshToken)).toBe(401);
    expect((await refresh(accessToken)).status).toBe(401);
  });

  it('is told apart from an API token of Strapi', async () => {
    const tokens = app.strapi.service('admin::api-token') as unknown as {
      create(token: object): Promise<{ accessKey: string }>;
    };
    const { accessKey } = await tokens.create({ name: 't', type: 'full-access', lifespan: null });
    const headers = { authorization: `Bearer ${accessKey}` };
    expect((await ask('GET /api/taxa', { headers })).status).toBe(200);
    // It is a machine's and has no sessions.
    expect((await ask(OWN_SESSIONS, { headers })).status).toBe(401);
  });
});

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (fromNow: number) => Math.floor(Date.now() / 1000) + fromNow;
/** The token with other content, signed as we would. */
function resigned(token: string, header: object, claims: object): string {
  const { JWT_SECRET = '' } = process.env;
  const { current } = createKeyring(JWT_SECRET.split(','), 'access-token');
  const read = jwt.decode(token, { complete: true });
  const signed = `${part({ ...read?.header, ...header })}.${part({ ...(read?.payload as object), ...claims })}`;
  return `${signed}.${createHmac('sha256', current.bytes).update(signed).digest('base64url')}`;
}

describe('POST /api/auth/token/verify', () => {
  it('says what the person may do now', async () => {
    const person = await makePerson(app, { role: 'mentor', track: 'seagrass' });
    const { accessToken } = await signIn(app, person);
    const answer = await ask('POST /api/auth/token/verify', { body: { token: accessToken } });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({
      valid: true,
      role: 'mentor',
      track: 'seagrass',
      status: 'active',
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    });
  });

  it.each([[{}], [{ token: 7 }], [{ token: 'x', more: 1 }]])('refuses %j', async (body) => {
    expect((await ask('POST /api/auth/token/verify', { body })).status).toBe(422);
  });
});

describe('a refresh', () => {
  it('gives a new pair, prolongs the session and leaves the old access token alone', async () => {
    const first = await signIn(app, await makePerson(app));
    const { data, status } = await refresh(first.refreshToken);
    expect(status).toBe(200);
    expect(data).toEqual({
      accessToken: expect.any(String),
      refreshToken: expect.stringMatching(/^[\w-]{64}$/),
      expiresIn: 600,
      user: first.user,
    });
    expect(data['refreshToken']).not.toBe(first.refreshToken);
    expect(await statusWith(String(data['accessToken']))).toBe(200);
    expect(await statusWith(first.accessToken)).toBe(200);
  });

  it('that is repeated within ten seconds gives the same child and stores no token', async () => {
    const first = await signIn(app, await makePerson(app));
    const once = await refresh(first.refreshToken);
    const again = await refresh(first.refreshToken);
    expect(again.status).toBe(200);
    expect(again.data['refreshToken']).toBe(once.data['refreshToken']);
    const { rows } = await app.db.raw<{ rows: { text: string }[] }>(
      `select to_jsonb(token)::text as text from accounts_refresh_tokens as token
        where session_id = :sessionId`,
      { sessionId: first.sessionId },
    );
    expect(rows).toHaveLength(2);
    const stored = JSON.stringify(rows);
    const bytes = Buffer.from(first.refreshToken, 'base64url').toString('hex');
    expect(stored).not.toContain(first.refreshToken);
    expect(stored).not.toContain(bytes.slice(32));
  });

  it('by a parent after ten seconds ends the family, writes it down and tells the person', async () => {
    const person = await makePerson(app);
    const first = await signIn(app, person);
    const child = await refresh(first.refreshToken);
    await passGrace(first.sessionId);
    const replay = await refresh(first.refreshToken);
    expect([replay.status, replay.code]).toEqual([401, 'unauthenticated']);
    expect((await refresh(String(child.data['refreshToken']))).status).toBe(401);
    expect(await statusWith(String(child.data['accessToken']))).toBe(401);
    expect(await eventsOf(person)).toEqual(['refresh-token-reused']);
    const mails = await app.db('jobs_outbox').where('kind', 'session-reuse-notice');
    expect(mails).toHaveLength(1);
    const row = await app.db('accounts_sessions').where('id', first.sessionId).first();
    expect(row).toMatchObject({ end_reason: 'refresh-token-reused' });
  });

  it('by a grandparent ends the family at once', async () => {
    const person = await makePerson(app);
    const first = await signIn(app, person);
    const child = await refresh(first.refreshToken);
    const grandchild = await refresh(String(child.data['refreshToken']));
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect((await refresh(String(grandchild.data['refreshToken']))).status).toBe(401);
    expect(await eventsOf(person)).toEqual(['refresh-token-reused']);
  });

  it('by an unknown token with a true session id is refused and ends nothing', async () => {
    const person = await makePerson(app);
    const session = await signIn(app, person);
    const bytes = Buffer.from(session.refreshToken, 'base64url');
    bytes.fill(1, 16);
    expect((await refresh(bytes.toString('base64url'))).status).toBe(401);
    expect((await refresh(session.refreshToken)).status).toBe(200);
    expect(await eventsOf(person)).toEqual([]);
  });

  it('ends with the session: after seven idle days, and after thirty days whatever was done', async () => {
    const move = (column: string, sessionId: string) =>
      app.db.raw(`update accounts_sessions set ?? = now() - interval '1 second' where id = ?`, [
        column,
        sessionId,
      ]);
    for (const column of ['idle_expires_at', 'expires_at']) {
      const session = await signIn(app, await makePerson(app));
      await move(column, session.sessionId);
      expect((await refresh(session.refreshToken)).status).toBe(401);
      expect(await statusWith(session.accessToken)).toBe(401);
    }
    const { rows } = await app.db.raw<{ rows: object[] }>(
      `select distinct idle_expires_at - created_at = interval '7 days' as idle,
              expires_at - created_at = interval '30 days' as longest
         from accounts_sessions where ended_at is null and expires_at > now()
          and last_used_at = created_at and idle_expires_at > now()`,
    );
    expect(rows).toEqual([{ idle: true, longest: true }]);
  });

  it.each([[{ refreshToken: 5 }], [{ refreshToken: 'x', scope: 'all' }]])(
    'refuses the body %j',
    async (body) => {
      expect((await ask(REFRESH, { body })).status).toBe(422);
    },
  );

  it('without a token is 401', async () => {
    expect((await ask(REFRESH)).status).toBe(401);
    expect((await refresh('')).status).toBe(401);
  });
});

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
