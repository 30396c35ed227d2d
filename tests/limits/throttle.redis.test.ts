import { type ChildProcess, spawn } from 'node:child_process';
import { Redis } from 'ioredis';
import type { ThrottleService } from '../../src/plugins/accounts/server/services/throttle';
import { startApp, type TestApp } from '../support/app';
import { freePort, until } from '../support/launcher-process';

/** The limits on a real Redis (L-07). Needs Debian's redis-server. */
let app: TestApp;
let throttle: ThrottleService;
let port: number;
let server: ChildProcess;
let redis: Redis;

async function startRedis(): Promise<void> {
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--daemonize',
    'no',
  ];
  server = spawn('redis-server', settings, { stdio: 'ignore' });
  const orphan = server;
  process.once('exit', () => orphan.kill('SIGKILL'));
  await until('Redis answers', () =>
    redis.ping().then(
      () => true,
      () => false,
    ),
  );
}

async function stopRedis(): Promise<void> {
  const ended = new Promise((resolve) => server.once('close', resolve));
  server.kill('SIGKILL');
  await ended;
}

beforeAll(async () => {
  port = await freePort();
  redis = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: 1 });
  redis.on('error', () => undefined);
  await startRedis();
  Object.assign(process.env, {
    THROTTLE_ENABLED: 'true',
    THROTTLE_ANON: '40/minute',
    REDIS_URL: `redis://127.0.0.1:${port}`,
    REDIS_PREFIX: 'reef',
  });
  app = await startApp();
  throttle = app.strapi.plugin('accounts').service<ThrottleService>('throttle');
  await until('the app uses it', async () => {
    await throttle.allows('tracking', 'probe');
    return (await redis.exists('reef:limits:tracking:probe')) === 1;
  });
});
afterAll(async () => {
  // Also when the app did not boot: nobody else stops this server.
  redis.disconnect();
  await stopRedis();
  await app.stop();
});

const passing = async (count: number, key: string): Promise<number> => {
  const asked = Array.from({ length: count }, () => throttle.allows('export', key));
  return (await Promise.all(asked)).filter(Boolean).length;
};

it('counts in Redis under its prefix, with an end, and nothing in the database', async () => {
  expect(await passing(30, 'a')).toBe(10);
  expect(await redis.ttl('reef:limits:export:a')).toBeGreaterThan(50);
  expect(await app.db('accounts_limits').select()).toEqual([]);
});

it('knows what other processes counted', async () => {
  await redis.set('reef:limits:export:elsewhere', '8', 'EX', 30);
  expect(await passing(10, 'elsewhere')).toBe(2);
  await expect(throttle.consume('export', 'elsewhere')).rejects.toMatchObject({
    retryAfterSeconds: 30,
  });
});

it('shares the general limit within a second', async () => {
  const address = '192.0.2.1';
  for (let count = 0; count < 10; count += 1) throttle.countRequest({ address });
  await until(
    'Redis was told',
    async () => (await redis.get(`reef:limits:client:${address}`)) === '10',
  );
  await redis.incrby(`reef:limits:client:${address}`, 30);
  throttle.countRequest({ address });
  await throttle.synchronise();
  expect(throttle.countRequest({ address })?.used).toBe(42);
});

it('delays failures, and forgets them', async () => {
  const limit = 'login-failed-identifier';
  for (let count = 0; count < 5; count += 1) await throttle.penalise(limit, 'a');
  await expect(throttle.assertNotDelayed(limit, 'a')).rejects.toMatchObject({
    retryAfterSeconds: 1,
  });
  await throttle.reset(limit, 'a');
  await throttle.assertNotDelayed(limit, 'a');
});

it('counts in memory at half the limit while Redis is away, at once, and in Redis after', async () => {
  await stopRedis();
  const startedAt = performance.now();
  expect(await passing(30, 'away')).toBe(5);
  // If each waited for Redis, it were fifteen seconds.
  expect(performance.now() - startedAt).toBeLessThan(6000);
  const answer = await fetch(`${app.url}/api/taxa`);
  expect([answer.status, answer.headers.get('ratelimit-limit')]).toEqual([200, '20']);
  await startRedis();
  await until('limits are shared again', async () => {
    await throttle.allows('tracking', 'back');
    return (await redis.exists('reef:limits:tracking:back')) === 1;
  });
  expect(await passing(30, 'after')).toBe(10);
});
