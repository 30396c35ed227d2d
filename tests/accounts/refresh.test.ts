import { startApp, type TestApp } from '../support/app';
import { createAsk } from '../support/ask';
import { makePerson, signIn, type TestPerson } from '../support/people';

const REFRESH = 'POST /api/auth/refresh';
const OWN_SESSIONS = 'GET /api/auth/sessions';

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
    const { sessionId } = await signIn(app, await makePerson(app));
    const { rows } = await app.db.raw<{ rows: object[] }>(
      `select idle_expires_at - created_at = interval '7 days' as idle,
              expires_at - created_at = interval '30 days' as longest
         from accounts_sessions where id = :sessionId`,
      { sessionId },
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
