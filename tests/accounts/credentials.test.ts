import { assertClosed } from '../../src/access/assert-closed';
import { assertOnlyDoor } from '../../src/plugins/accounts/server/assert-only-door';
import { startApp, type TestApp } from '../support/app';
import { createAsk } from '../support/ask';
import { asProgram, makePerson, signIn } from '../support/people';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';

let app: TestApp;
let proxy: TcpProxy;
beforeAll(async () => {
  proxy = await startTcpProxy(process.env.DATABASE_URL ?? '');
  process.env.DATABASE_URL = proxy.url;
  app = await startApp();
});
afterAll(async () => {
  await app.stop();
  await proxy.close();
});

const ask = createAsk(() => app);

/** How often a request looks for a session in the database. */
async function looksDuring(work: () => Promise<unknown>): Promise<number> {
  let looks = 0;
  const count = ({ sql }: { sql: string }) => {
    if (sql.includes('accounts_sessions')) looks += 1;
  };
  app.db.on('query', count);
  await work();
  app.db.removeListener('query', count);
  return looks;
}

describe('finding out who asks', () => {
  it('costs strangers no look into the database', async () => {
    expect(await looksDuring(() => ask('GET /api/taxa'))).toBe(0);
    expect(await looksDuring(() => ask('POST /api/auth/logout'))).toBe(0);
  });

  it('costs invented tokens none either', async () => {
    const headers = { authorization: `Bearer ${'a'.repeat(40)}.${'b'.repeat(40)}.c` };
    expect(await looksDuring(() => ask('GET /api/taxa', { headers }))).toBe(0);
    expect(await looksDuring(() => ask('GET /api/taxa', { headers: { cookie: 'at=a.b.c' } }))).toBe(
      0,
    );
  });

  it('costs one look for many requests of a moment', async () => {
    const headers = asProgram(await signIn(app, await makePerson(app)));
    const many = () =>
      Promise.all(Array.from({ length: 10 }, () => ask('GET /api/taxa', { headers })));
    expect(await looksDuring(many)).toBe(1);
  });

  it('never takes a database that does not answer for somebody who is not signed in', async () => {
    const session = await signIn(app, await makePerson(app));
    proxy.cut();
    try {
      const known = await ask('GET /api/taxa', { headers: asProgram(session) });
      expect([known.status, known.code]).toEqual([503, 'dependency-unavailable']);
      const body = { refreshToken: session.refreshToken };
      expect((await ask('POST /api/auth/refresh', { body })).status).toBe(503);
      expect(
        (await ask('POST /api/auth/token/verify', { body: { token: session.accessToken } })).status,
      ).toBe(503);
    } finally {
      proxy.restore();
    }
    const back = await ask('GET /api/auth/sessions', { headers: asProgram(session) });
    expect(back.status).toBe(200);
  });
});

describe('the boot', () => {
  it('is content with what is served and granted', async () => {
    expect(() => assertOnlyDoor(app.strapi)).not.toThrow();
    await expect(assertClosed(app.strapi)).resolves.toBeUndefined();
  });

  it('stops when strangers hold a grant of users-permissions', async () => {
    const role = await app.strapi.db
      .query('plugin::users-permissions.role')
      .findOne({ where: { type: 'public' } });
    const action = 'plugin::users-permissions.auth.callback';
    const made = await app.strapi.db
      .query('plugin::users-permissions.permission')
      .create({ data: { action, role: role.id } });
    await expect(assertClosed(app.strapi)).rejects.toThrow(action);
    await app.strapi.db
      .query('plugin::users-permissions.permission')
      .delete({ where: { id: made.id } });
  });

  it('stops when another part serves an address that signs people in', () => {
    app.strapi.server.routes({
      type: 'content-api',
      routes: [
        {
          method: 'POST',
          path: '/auth/local',
          handler: () => undefined,
          info: { apiName: 'test', type: 'content-api' },
          config: { auth: false },
        },
      ],
    });
    expect(() => assertOnlyDoor(app.strapi)).toThrow(/: POST \/api\/auth\/local$/);
  });
});
