import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { emptyDatabase, openDatabase } from '../support/database';
import { createLauncherFolder, freePort, until } from '../support/launcher-process';
import { startSmtpServer, type TestSmtpServer } from '../support/smtp-server';

/** Two servers on one database are one service to whoever is signed in. */
jest.setTimeout(300_000);

const GENERAL = 60;
const FAILURES = 30;
const TABS = 8;
/** How long one server may go by what it knew of a session. */
const MEMORY_MS = 5000;

const folder = createLauncherFolder();
let db: Knex;
let ports: [number, number];
let smtp: TestSmtpServer;

const ask = (port: number, path: string, init: RequestInit = {}) =>
  fetch(`http://127.0.0.1:${port}/api${path}`, init);
const post = (port: number, path: string, body: object, headers: Record<string, string> = {}) =>
  ask(port, path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', 'x-forwarded-for': newClient(), ...headers },
  });

let lastClient = 0;
const newClient = () => `198.51.101.${(lastClient += 1)}`;

interface Device {
  accessToken: string;
  refreshToken: string;
}
const asDevice = ({ accessToken }: Device) => ({
  authorization: `Bearer ${accessToken}`,
  'x-forwarded-for': newClient(),
});
const dataOf = async <Data>(answer: Response): Promise<Data> =>
  ((await answer.json()) as { data: Data }).data;

/** Asks one server for a code and gives it to the other. */
async function signIn(email: string): Promise<Device> {
  const [one, other] = ports;
  const asked = await post(one, '/auth/magic-link', { email });
  const { flowId } = await dataOf<{ flowId: string }>(asked);
  const { code } = await smtp.mailTo(email);
  const verified = await post(other, '/auth/verify-otp', { flowId, code });
  if (verified.status !== 200) throw new Error(`verify-otp answered ${await verified.text()}`);
  return dataOf<Device>(verified);
}

const me = (port: number, device: Device) => ask(port, '/users/me', { headers: asDevice(device) });
const expectSignedInAtBoth = async (device: Device) => {
  for (const port of ports) expect((await me(port, device)).status).toBe(200);
};
const untilRefusedAt = async (port: number, device: Device) => {
  const startedAt = Date.now();
  await until(
    'the session is refused',
    async () => (await me(port, device)).status === 401,
    10_000,
  );
  expect(Date.now() - startedAt).toBeLessThan(MEMORY_MS + 500);
};

beforeAll(async () => {
  await emptyDatabase();
  db = openDatabase();
  ports = [await freePort(), await freePort()];
  smtp = await startSmtpServer();
  for (const port of ports) {
    folder.run('start', {
      PORT: String(port),
      LOG_LEVEL: 'warn',
      // What people reach both by: the tokens of one place are good for no other.
      PUBLIC_URL: 'http://shoal.example.org',
      DATABASE_URL: process.env.DATABASE_URL ?? '',
      THROTTLE_ENABLED: 'true',
      THROTTLE_ANON: `${GENERAL}/minute`,
      TRUSTED_PROXY_HOPS: '1',
      EMAIL_PROVIDER: 'smtp',
      EMAIL_HOST: '127.0.0.1',
      EMAIL_PORT: String(smtp.port),
    });
    await until(`the server on port ${port} is ready`, () =>
      ask(port, '/health/ready').then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
  }
});
afterAll(async () => {
  await db.destroy();
  folder.remove();
  await smtp.close();
});

it('takes at one server what was signed in at the other, and forgets it at both', async () => {
  const device = await signIn('anna@example.org');
  await expectSignedInAtBoth(device);
  const [one, other] = ports;
  expect((await post(one, '/auth/logout', {}, asDevice(device))).status).toBe(200);
  expect((await me(one, device)).status).toBe(401);
  await untilRefusedAt(other, device);
});

it('ends at one server a session of the list of the other', async () => {
  const [one, other] = ports;
  const here = await signIn('bo@example.org');
  smtp.mails.length = 0;
  const there = await signIn('bo@example.org');
  await expectSignedInAtBoth(there);
  const listed = await dataOf<{ id: string; current: boolean }[]>(
    await ask(one, '/auth/sessions', { headers: asDevice(here) }),
  );
  const session = listed.find(({ current }) => !current);
  const headers = asDevice(here);
  const revoked = await ask(one, `/auth/sessions/${session?.id}`, { method: 'DELETE', headers });
  expect(revoked.status).toBeLessThan(300);
  await untilRefusedAt(other, there);
  await expectSignedInAtBoth(here);
});

it('knows a change of role and a suspension at both within seconds', async () => {
  const email = 'cleo@example.org';
  const device = await signIn(email);
  await expectSignedInAtBoth(device);
  const roleAt = async (port: number) =>
    (await dataOf<{ role: string }>(await me(port, device))).role;
  await db.raw(
    `update up_users_role_lnk set role_id = (select id from up_roles where type = 'mentor')
      where user_id = (select id from up_users where email = :email)`,
    { email },
  );
  for (const port of ports) {
    await until(
      'the role is known',
      async () => (await roleAt(port)) === 'mentor',
      MEMORY_MS + 500,
    );
  }
  await db('up_users').where({ email }).update({ account_status: 'suspended' });
  await Promise.all(ports.map((port) => untilRefusedAt(port, device)));
  const { refreshToken } = device;
  for (const port of ports) {
    expect((await post(port, '/auth/refresh', { refreshToken })).status).toBe(401);
  }
});

it('gives one child to tabs that refresh at both at once', async () => {
  const { refreshToken } = await signIn('dana@example.org');
  const answers = await Promise.all(
    Array.from({ length: TABS }, (_, index) =>
      post(ports[index % 2] ?? 0, '/auth/refresh', { refreshToken }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(TABS).fill(200));
  const devices = await Promise.all(answers.map((answer) => dataOf<Device>(answer)));
  expect(new Set(devices.map((device) => device.refreshToken)).size).toBe(1);
});

it('counts failed sign-ins exactly, whichever server is asked', async () => {
  const client = { 'x-forwarded-for': newClient() };
  const answers = await Promise.all(
    Array.from({ length: FAILURES + 10 }, (_, index) => {
      const body = { identifier: `nobody.${index}@example.org`, password: 'not this one at all' };
      return post(ports[index % 2] ?? 0, '/auth/login', body, client);
    }),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([...Array<number>(FAILURES).fill(401), ...Array<number>(10).fill(429)]);
});

it('counts everything else together within seconds', async () => {
  const headers = { 'x-forwarded-for': newClient() };
  for (let index = 0; index < GENERAL / 2; index += 1) {
    await Promise.all(ports.map((port) => ask(port, '/taxa', { headers })));
  }
  // So few questions that a server which knows of its own ones alone would answer all of them.
  const statuses: number[][] = [];
  for (let round = 0; round < 5 && !statuses.at(-1)?.every((one) => one === 429); round += 1) {
    await sleep(1000);
    const answers = await Promise.all(ports.map((port) => ask(port, '/taxa', { headers })));
    statuses.push(answers.map(({ status }) => status));
  }
  expect(statuses.at(-1)).toEqual([429, 429]);
});
