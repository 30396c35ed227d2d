import { setTimeout as sleep } from 'node:timers/promises';
import { emptyDatabase } from '../support/database';
import { createLauncherFolder, freePort, until } from '../support/launcher-process';

/** Two servers on one database (L-07). */
jest.setTimeout(300_000);

const GENERAL = 40;
const folder = createLauncherFolder();
let ports: number[];

beforeAll(async () => {
  await emptyDatabase();
  ports = await Promise.all([freePort(), freePort()]);
  for (const port of ports) {
    folder.run('start', {
      PORT: String(port),
      LOG_LEVEL: 'warn',
      DATABASE_URL: process.env.DATABASE_URL ?? '',
      THROTTLE_ENABLED: 'true',
      THROTTLE_ANON: `${GENERAL}/minute`,
      TRUSTED_PROXY_HOPS: '1',
    });
    await until(`the server on port ${port} is ready`, async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/api/health/ready`).catch(
        () => undefined,
      );
      return answer?.status === 200;
    });
  }
});
afterAll(() => folder.remove());

const signIn = (client: string): RequestInit => ({
  method: 'POST',
  body: JSON.stringify({ email: 'someone@example.org', password: 'not-this-one' }),
  headers: { 'x-forwarded-for': client, 'content-type': 'application/json' },
});

it('counts exactly once whichever server is asked', async () => {
  const atOnce = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      fetch(`http://127.0.0.1:${ports[index % 2]}/admin/login`, signIn('198.51.100.1')),
    ),
  );
  // Strapi's own limit of five for a name, which each process counts for itself, answers in between.
  const ours = atOnce.filter(({ headers }) => headers.get('ratelimit-remaining') === '0');
  // The twentieth has nothing left, the ten after it are refused.
  expect(ours).toHaveLength(11);
});

it('shares the general limit within seconds', async () => {
  const headers = { 'x-forwarded-for': '198.51.100.3' };
  const half = GENERAL / 2;
  const [first = 0, second = 0] = ports;
  const ask = (port: number) => fetch(`http://127.0.0.1:${port}/api/taxa`, { headers });
  for (let index = 0; index < half; index += 1) {
    await Promise.all([ask(first), ask(second)]);
  }
  // So few questions that a server which knows of its own ones alone would answer all of them.
  const statuses: number[][] = [];
  for (let round = 0; round < 5 && !statuses.at(-1)?.every((one) => one === 429); round += 1) {
    await sleep(1000);
    const answers = await Promise.all([ask(first), ask(second)]);
    statuses.push(answers.map(({ status }) => status));
  }
  expect(statuses.at(-1)).toEqual([429, 429]);
});
