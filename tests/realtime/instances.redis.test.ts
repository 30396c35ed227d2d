import { randomUUID } from 'node:crypto';
import { createRandom } from '../../src/lib/random';
import { findFaults, torture } from '../support/chat-torture';
import { onEmbedded } from '../support/database';
import {
  createLauncherFolder,
  freePort,
  until,
  type LauncherProcess,
} from '../support/launcher-process';
import { openSocket, untilHeard, useRealtime, type TestSocket } from '../support/realtime-rig';
import { createRedisServer, type RedisServer } from '../support/redis-server';

/** Two servers with Redis between them; the embedded database serves one only. */
jest.setTimeout(300_000);

const SECRETS = [
  'APP_KEYS',
  'ADMIN_JWT_SECRET',
  'API_TOKEN_SALT',
  'TRANSFER_TOKEN_SALT',
  'ENCRYPTION_KEY',
  'JWT_SECRET',
];
/** Names the issuer of tokens, which are good for both. */
const PUBLIC_URL = 'http://localhost:1337';
const isHere = !onEmbedded();
const there = isHere ? it : it.skip;

let redis: RedisServer;
let port: number;
let second: LauncherProcess;
const folder = createLauncherFolder();

beforeAll(async () => {
  redis = await createRedisServer();
  await redis.start();
  port = await freePort();
  Object.assign(process.env, { REDIS_URL: redis.url, PUBLIC_URL });
});
const rig = useRealtime();

const urlOfSecond = () => `http://127.0.0.1:${port}`;

async function startSecond(): Promise<void> {
  const shared = Object.fromEntries(SECRETS.map((name) => [name, process.env[name] ?? '']));
  second = folder.run('start', {
    ...shared,
    PORT: String(port),
    PUBLIC_URL,
    REDIS_URL: redis.url,
    THROTTLE_ENABLED: 'false',
    DATABASE_URL: process.env.DATABASE_URL ?? '',
    LOG_LEVEL: 'warn',
    JOBS_ENABLED: 'false',
  });
  const isReady = () =>
    fetch(`${urlOfSecond()}/api/health/ready`).then(
      ({ status }) => status === 200,
      () => false,
    );
  await until(`the second server is ready`, isReady, 60_000).catch((error: unknown) => {
    throw new Error(`It is not: ${second.output()}`, { cause: error });
  });
}

beforeAll(async () => {
  if (isHere) await startSecond();
});
afterAll(async () => {
  folder.remove();
  await redis.stop();
});

/** Two members, one on each server. */
async function onBoth(): Promise<{ room: string; here: TestSocket; away: TestSocket }> {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one, other);
  const here = await rig.connectAs(one);
  const away = await openSocket(urlOfSecond(), { auth: { token: await rig.tokenOf(other) } });
  for (const socket of [here, away]) {
    expect(await socket.ask('chat:join', { room })).toMatchObject({ ok: true });
  }
  return { room, here, away };
}

there('sends what is written at one server to those who listen at the other', async () => {
  const { room, here, away } = await onBoth();
  await here.ask('chat:send', rig.message(room, 'Here'));
  await away.ask('chat:send', rig.message(room, 'There'));
  for (const socket of [here, away]) {
    await untilHeard(socket, 2);
    expect(
      socket
        .chat()
        .map(({ eventSeq }) => eventSeq)
        .sort(),
    ).toEqual([1, 2]);
  }
  away.socket.disconnect();
});

there('W-11: stores a message once that is sent again at the other server', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  const token = await rig.tokenOf(one);
  const [here, away] = [
    await rig.connect(token),
    await openSocket(urlOfSecond(), { auth: { token } }),
  ];
  const sent = { room, clientId: randomUUID(), text: 'Once' };
  const answers = await Promise.all([here, away, here].map(({ ask }) => ask('chat:send', sent)));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  away.socket.disconnect();
});

there(
  'W-12: goes on at each server while Redis is away, and with both when it is back',
  async () => {
    const { room, here, away } = await onBoth();
    await redis.stop();
    expect(await here.ask('chat:send', rig.message(room, 'Alone'))).toMatchObject({ ok: true });
    await untilHeard(here, 1);
    const missed = await away.ask('chat:join', { room, afterEventSeq: 0 });
    expect(missed).toMatchObject({ data: { events: [{ message: { text: 'Alone' } }] } });
    await redis.start();
    await until('they hear each other again', async () => {
      await here.ask('chat:send', rig.message(room, 'Together'));
      return away.chat().length > 0;
    });
    away.socket.disconnect();
  },
);

there('loses nothing while clients come and go and a server is killed', async () => {
  await rig.app.db('chat_rooms').delete();
  const people = await Promise.all(Array.from({ length: 12 }, () => rig.actor()));
  const { room } = await rig.room(...people);
  const tokens = await Promise.all(people.map((person) => rig.tokenOf(person)));
  const report = await torture({
    urls: [rig.app.url, urlOfSecond()],
    tokens,
    room,
    seconds: 25,
    random: createRandom(7),
    disturb: async () => {
      await new Promise((resolve) => setTimeout(resolve, 5000));
      second.kill('SIGKILL');
      await second.ended;
      await startSecond();
    },
  });
  expect(await findFaults(rig.app.db, report)).toEqual([]);
  expect(report.acknowledged.size).toBeGreaterThan(50);
  expect(report.disconnects).toBeGreaterThan(5);
});

there(
  'ends with what it has begun when it is asked to stop, and clients go elsewhere',
  async () => {
    const one = await rig.actor();
    const { room } = await rig.room(one);
    const token = await rig.tokenOf(one);
    const socket = await openSocket(urlOfSecond(), { auth: { token } });
    const polling = await openSocket(urlOfSecond(), { auth: { token }, transports: ['polling'] });
    const reasons: string[] = [];
    for (const each of [socket, polling]) {
      each.socket.on('disconnect', (reason) => reasons.push(reason));
    }
    // They travel together: when the first is answered, the others have come.
    const sending = Array.from({ length: 15 }, (_, index) =>
      socket.ask('chat:send', rig.message(room, `Last words ${index}`)),
    );
    await Promise.race(sending);
    const startedAt = Date.now();
    second.kill('SIGTERM');
    for (const answer of await Promise.all(sending)) expect(answer).toMatchObject({ ok: true });
    expect(await second.ended).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    await until('both know it', () => reasons.length === 2, 5000);
    // What makes socket.io-client come back by itself.
    for (const reason of reasons) expect(['transport close', 'transport error']).toContain(reason);
  },
);
