import { requireOfApp, startApp, type TestApp } from '../support/app';

const TOKEN = 'a-token-for-probes-that-is-long-enough';
let app: TestApp;

beforeAll(async () => {
  process.env.HEALTH_TOKEN = TOKEN;
  app = await startApp();
});
afterAll(async () => {
  delete process.env.HEALTH_TOKEN;
  await app.stop();
});

const ask = (address: string, authorization?: string) =>
  fetch(`${app.url}${address}`, { headers: authorization ? { authorization } : {} });

it('tells everybody no more than the status', async () => {
  for (const authorization of [undefined, 'Bearer wrong', `Basic ${TOKEN}`]) {
    const answer = await ask('/api/health', authorization);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ status: 'ok' });
  }
});

it('tells the holder of the token what each part says', async () => {
  const answer = await ask('/api/health', `Bearer ${TOKEN}`);
  expect(await answer.json()).toMatchObject({
    status: 'ok',
    checks: {
      database: { status: 'ok' },
      postgis: { status: 'ok', version: expect.stringMatching(/^3\./) },
      sqlFiles: { status: 'ok', missing: [] },
    },
  });
});

it('is not healthy when a numbered SQL file was never applied', async () => {
  const [file] = await app.db<{ name: string; checksum: string }>('shoal_sql_files').select();
  if (!file) throw new Error('the app has applied no SQL file');
  await app.db('shoal_sql_files').where({ name: file.name }).delete();
  const answer = await ask('/api/health', `Bearer ${TOKEN}`);
  await app.db('shoal_sql_files').insert(file);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ checks: { sqlFiles: { missing: [file.name] } } });
});

it('is alive and ready, and no longer ready once it drains', async () => {
  expect(await (await ask('/api/health/live')).json()).toEqual({ status: 'ok' });
  expect((await ask('/api/health/ready')).status).toBe(200);
  const { startDraining } = requireOfApp('src/lib/draining.js') as { startDraining: () => void };
  startDraining();
  const answer = await ask('/api/health/ready');
  expect(answer.status).toBe(503);
  expect(await answer.json()).toEqual({ status: 'draining' });
  expect((await ask('/api/health/live')).status).toBe(200);
});
