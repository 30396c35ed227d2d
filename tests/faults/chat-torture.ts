import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import bcrypt from 'bcryptjs';
import type { Knex } from 'knex';
import { createRandom } from '../../src/lib/random';
import { findFaults, torture } from '../support/chat-torture';
import { emptyDatabase, openDatabase } from '../support/database';
import {
  createLauncherFolder,
  freePort,
  until,
  type LauncherProcess,
} from '../support/launcher-process';
import { makePerson, type TestPerson } from '../support/people';
import { createRedisServer } from '../support/redis-server';

/*
 * Proves that chat loses nothing: many clients on two servers write, change, repeat themselves and lose
 * their connections, while the servers are killed with SIGKILL in turn and started again. Afterwards
 * every acknowledged message must be stored once, and every client must have heard the same sequence.
 *   DATABASE_URL=<scratch database, emptied> npm run prove:chat -- --clients 50 --seconds 60 --kills 3
 * Needs Debian's redis-server.
 */
const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
    kills: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
const [CLIENTS, SECONDS, KILLS] = [values.clients, values.seconds, values.kills].map(Number) as [
  number,
  number,
  number,
];
const PASSWORD = 'tide pools at dawn';
const GROUP = { code: 'TORTURE', documentId: 'torture00000000000000000' };

async function makeGroup(db: Knex, people: readonly TestPerson[]): Promise<void> {
  await db('groups').insert({
    document_id: GROUP.documentId,
    code: GROUP.code,
    name: 'Torture',
    published_at: new Date(),
  });
  await db('group_memberships').insert(
    people.map(({ documentId }, index) => ({
      document_id: `torture${String(index).padStart(17, '0')}`,
      group_document_id: GROUP.documentId,
      user_document_id: documentId,
      published_at: new Date(),
    })),
  );
}

async function tokenOf(url: string, { email }: TestPerson): Promise<string> {
  const answer = await fetch(`${url}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: email, password: PASSWORD }),
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`login answered ${text}`);
  return (JSON.parse(text) as { data: { accessToken: string } }).data.accessToken;
}

async function main(): Promise<void> {
  const seed = Number(values.seed);
  await emptyDatabase();
  const redis = await createRedisServer();
  await redis.start();
  const folder = createLauncherFolder();
  const ports = [await freePort(), await freePort()];
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const servers: LauncherProcess[] = [];

  async function start(index: number): Promise<void> {
    const server = folder.run('start', {
      PORT: String(ports[index]),
      PUBLIC_URL: 'http://localhost:1337',
      DATABASE_URL: process.env.DATABASE_URL ?? '',
      REDIS_URL: redis.url,
      THROTTLE_ENABLED: 'false',
      LOG_LEVEL: 'error',
    });
    servers[index] = server;
    const isReady = () =>
      fetch(`${urls[index]}/api/health/ready`).then(
        ({ status }) => status === 200,
        () => false,
      );
    await until(`server ${index} is ready`, isReady);
  }

  async function disturb(): Promise<void> {
    for (let kill = 0; kill < KILLS; kill += 1) {
      await sleep((SECONDS * 1000) / (KILLS + 1));
      const index = kill % servers.length;
      servers[index]?.kill('SIGKILL');
      await servers[index]?.ended;
      await start(index);
    }
  }

  const db = openDatabase();
  try {
    for (const index of ports.keys()) await start(index);
    const password = await bcrypt.hash(PASSWORD, 4);
    const people: TestPerson[] = [];
    for (let count = 0; count < CLIENTS; count += 1)
      people.push(await makePerson({ db }, { password }));
    await makeGroup(db, people);
    const tokens: string[] = [];
    for (const person of people) tokens.push(await tokenOf(urls[0] ?? '', person));
    const room = `group:${GROUP.code}`;
    const random = createRandom(seed);
    const report = await torture({ urls, tokens, room, seconds: SECONDS, random, disturb });
    const faults = await findFaults(db, report);
    const events = report.members[0]?.heard.length ?? 0;
    process.stdout.write(
      `seed ${seed}: ${CLIENTS} clients, ${report.acknowledged.size} messages acknowledged, ` +
        `${events} events, ${report.disconnects} disconnects, ${KILLS} kills\n`,
    );
    for (const fault of faults.slice(0, 20)) process.stdout.write(`${fault}\n`);
    process.stdout.write(faults.length === 0 ? 'Nothing was lost.\n' : `${faults.length} faults\n`);
    process.exitCode = faults.length === 0 ? 0 : 1;
  } finally {
    await db.destroy();
    folder.remove();
    await redis.stop();
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
