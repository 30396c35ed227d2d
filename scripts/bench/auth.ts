import { pbkdf2Sync, randomBytes } from 'node:crypto';
import os from 'node:os';
import { Client } from 'pg';
import { childEnvironment, loadEnv } from '../../src/env';
import { prepareEnvironment } from '../launcher/environment';
import { forkServer } from './fork-server';
import { measure, middleOf, type Round } from './measure';

/**
 * `GET /api/users/me` of a person who is signed in: ours beside that of a stock Strapi with
 * users-permissions, on two databases of one server, in one run, in turns.
 */

const ROUNDS = 3;
const SECONDS = 6;
const CONNECTIONS = 20;
const PASSWORD = 'a kelp forest at dawn';

interface Contender {
  name: string;
  baseUrl: string;
  headers: Record<string, string>;
}

async function makeDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function post(url: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function signInToStock(baseUrl: string): Promise<string> {
  const person = { username: 'bench', email: 'bench@example.org', password: PASSWORD };
  const { jwt } = await post(`${baseUrl}/api/auth/local/register`, person);
  return String(jwt);
}

/** Registration needs a mail; the account is proven in the database instead. */
async function signInToShoal(baseUrl: string, databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into up_users (document_id, username, email, account_status, provider, created_at, updated_at)
       values ($1, 'bench', 'bench@example.org', 'active', 'local', now(), now())`,
      [randomBytes(12).toString('hex')],
    );
    await client.query(
      `insert into up_users_role_lnk (user_id, role_id)
       select u.id, r.id from up_users u, up_roles r where u.username = 'bench' and r.type = 'student'`,
    );
    // A hash that Django made (pbkdf2_sha256 of the password): signing in with it works and renews it.
    await client.query(`update up_users set password = $1 where username = 'bench'`, [
      djangoHash(PASSWORD),
    ]);
  } finally {
    await client.end();
  }
  const { data } = await post(`${baseUrl}/api/auth/login`, {
    identifier: 'bench',
    password: PASSWORD,
  });
  return (data as { accessToken: string }).accessToken;
}

function djangoHash(password: string): string {
  const salt = randomBytes(9).toString('hex');
  const hash = pbkdf2Sync(password, salt, 1000, 32, 'sha256').toString('base64');
  return `pbkdf2_sha256$1000$${salt}$${hash}`;
}

async function compare(contenders: Contender[]): Promise<Map<string, Round>> {
  const rounds = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { name, ...target } of contenders) {
      const seconds = round === 0 ? 2 : SECONDS;
      const load = { ...target, paths: ['/api/users/me'], seconds, connections: CONNECTIONS };
      const figures = await measure(load);
      if (round > 0) rounds.get(name)?.push(figures); // the first only warms up
    }
  }
  return new Map([...rounds].map(([name, all]) => [name, middleOf(all)]));
}

async function benchAuth(port: number): Promise<void> {
  const { databaseUrl, DATABASE_POOL_MAX: poolSize } = loadEnv();
  const [ours, stock] = [
    await makeDatabase(databaseUrl, 'bench_auth_shoal'),
    await makeDatabase(databaseUrl, 'bench_auth_stock'),
  ];
  const far = '1000000/second';
  const production = { NODE_ENV: 'production', SHOAL_PROFILE: 'demo', LOG_LEVEL: 'error' };
  const environment = { ...production, DATABASE_URL: ours, THROTTLE_USER: far, THROTTLE_ANON: far };
  const children = [
    await forkServer({
      file: 'app-process.js',
      args: [String(port)],
      env: childEnvironment({ ...environment, JOBS_ENABLED: 'false' }),
    }),
    await forkServer({
      file: 'stock-process.js',
      args: [String(port + 1), stock, String(poolSize)],
    }),
  ];
  const [shoalUrl, stockUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`];
  try {
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const middle = await compare([
      { name: 'shoal', baseUrl: shoalUrl, headers: bearer(await signInToShoal(shoalUrl, ours)) },
      { name: 'stock', baseUrl: stockUrl, headers: bearer(await signInToStock(stockUrl)) },
    ]);
    process.stdout.write(
      `\nGET /api/users/me, signed in, ${CONNECTIONS} connections, middle of ${ROUNDS} rounds, ` +
        `load ${os.loadavg()[0]?.toFixed(1)}\n\n`,
    );
    for (const [name, { requestsPerSecond, p50, p99 }] of middle) {
      const figure = requestsPerSecond.toFixed(1).padStart(9);
      process.stdout.write(`${name.padEnd(8)}${figure} req/s   p50 ${p50} ms   p99 ${p99} ms\n`);
    }
    const speed = (name: string) => middle.get(name)?.requestsPerSecond ?? NaN;
    process.stdout.write(
      `\nshoal / stock ${(speed('shoal') / speed('stock')).toFixed(2)} (at least 1)\n`,
    );
  } finally {
    for (const child of children) child.kill();
  }
}

const FIRST_PORT = 23_090;

/** `npm run bench -- auth [port]`; makes two databases on the PostgreSQL server of DATABASE_URL. */
export async function main([port]: string[]): Promise<number> {
  await prepareEnvironment();
  await benchAuth(Number(port ?? FIRST_PORT));
  return 0;
}
