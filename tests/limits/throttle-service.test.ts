import type { ThrottleService } from '../../src/plugins/accounts/server/services/throttle';
import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';

/** What other services are given to count with, on the real store. */
let app: TestApp;
let proxy: TcpProxy;
let throttle: ThrottleService;

beforeAll(async () => {
  proxy = await startTcpProxy(process.env.DATABASE_URL ?? '');
  Object.assign(process.env, { THROTTLE_ENABLED: 'true', DATABASE_URL: proxy.url });
  app = await startApp();
  throttle = app.strapi.plugin('accounts').service<ThrottleService>('throttle');
});
afterAll(async () => {
  await app.stop();
  await proxy.close();
});

describe('failures of one name from many addresses (L-03)', () => {
  const LIMIT = 'login-failed-identifier';

  it('bring a delay that ends when the right secret came', async () => {
    for (let count = 0; count < 5; count += 1) {
      await throttle.assertNotDelayed(LIMIT, 'a');
      await throttle.penalise(LIMIT, 'a');
    }
    await expect(throttle.assertNotDelayed(LIMIT, 'a')).rejects.toMatchObject({
      type: 'rate-limited',
      retryAfterSeconds: 1,
    });
    await throttle.assertNotDelayed(LIMIT, 'b');
    expect(await throttle.allows('magic-link-email', 'a')).toBe(true);
    await throttle.reset(LIMIT, 'a');
    await throttle.assertNotDelayed(LIMIT, 'a');
  });

  it('get no more guesses by coming all at once', async () => {
    const guesses = Array.from({ length: 30 }, async () => {
      await throttle.assertNotDelayed(LIMIT, 'many');
      await throttle.penalise(LIMIT, 'many');
    });
    const outcomes = await Promise.allSettled(guesses);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
  });
});

it('puts a limit on every route that changes something', () => {
  interface DeclaredRoute {
    method: string;
    path: string;
    config?: { middlewares?: { name?: string }[] };
  }
  interface DeclaredRouter {
    type?: string;
    routes?: DeclaredRoute[];
  }
  const owners = [...Object.values(app.strapi.apis), ...Object.values(app.strapi.plugins)];
  const routers = owners.flatMap(({ routes }) => Object.values(routes) as DeclaredRouter[]);
  const changing = routers
    .filter(({ type }) => type === 'content-api')
    .flatMap(({ routes = [] }) => routes)
    .filter(({ method }) => method !== 'GET');
  const open = changing.filter(
    ({ config }) => config?.middlewares?.[0]?.name !== 'plugin::accounts.throttle-scope',
  );
  expect(changing.length).toBeGreaterThan(8);
  // Trackers are counted by their device, which only its handler knows.
  const byDevice = ['/track/osmand', '/track/overland', '/track/owntracks'];
  expect(open.map(({ path }) => path).sort()).toEqual(byDevice);
});

describe('without the database', () => {
  afterEach(async () => {
    proxy.restore();
    await until('the limits are shared again', async () => {
      await throttle.allows('tracking', 'probe');
      const row = await app.db('accounts_limits').where('key', 'tracking:probe').first<object>();
      return row !== undefined;
    });
    await app.db('accounts_limits').delete();
  });

  it.each(['cut', 'freeze'] as const)(
    'limits go on, halved, and delay nothing for long: %s',
    async (fault) => {
      await throttle.allows('export', fault);
      proxy[fault]();
      const startedAt = performance.now();
      const passed: boolean[] = [];
      for (let count = 0; count < 10; count += 1)
        passed.push(await throttle.allows('export', fault));
      expect(passed.filter(Boolean)).toHaveLength(5);
      // One of them waits a second and a half; if each did, it were fifteen.
      expect(performance.now() - startedAt).toBeLessThan(6000);
      const before = performance.now();
      for (let count = 0; count < 1000; count += 1) throttle.countRequest({ address: '192.0.2.9' });
      expect(performance.now() - before).toBeLessThan(200);
    },
  );
});

it('uses no statement that stays with the session, and waits for no open transaction', async () => {
  await throttle.consume('export', 'plain');
  const named = await app.db.raw<{ rows: { name: string }[] }>(
    'select name from pg_prepared_statements',
  );
  expect(named.rows).toEqual([]);
  // A transaction that holds the only connection delays a limit but cannot stop it.
  await app.db.transaction(async (trx) => {
    const answer = throttle.allows('export', 'beside');
    await trx.raw('select 1');
    expect(await answer).toBe(true);
  });
});
