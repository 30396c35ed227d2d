import { Redis } from 'ioredis';
import { startApp, type TestApp } from '../support/app';
import { onEmbedded } from '../support/database';
import { until } from '../support/launcher-process';
import { makePerson, signIn } from '../support/people';
import { openSocket, type TestSocket } from '../support/realtime-rig';
import { createRedisServer, type RedisServer } from '../support/redis-server';
import { createSecondServer, SHARED_PUBLIC_URL } from '../support/second-server';

/** Two servers with Redis between them; the embedded database serves one only. */
jest.setTimeout(200_000);

const there = onEmbedded() ? it.skip : it;

let app: TestApp;
let redis: RedisServer;
let second: ReturnType<typeof createSecondServer>;
const open = new Set<TestSocket>();

beforeAll(async () => {
  if (onEmbedded()) return;
  redis = await createRedisServer();
  await redis.start();
  const settings = { THROTTLE_ENABLED: 'true', TRUSTED_PROXY_HOPS: '1', REDIS_URL: redis.url };
  Object.assign(process.env, settings, { PUBLIC_URL: SHARED_PUBLIC_URL });
  app = await startApp();
  second = createSecondServer(settings);
  await second.start();
});
afterEach(() => {
  for (const { socket } of open) socket.disconnect();
  open.clear();
});
afterAll(async () => {
  await app?.stop();
  await second?.kill();
  second?.remove();
  await redis?.stop();
});

const tokenOfNew = async () => (await signIn(app, await makePerson(app))).accessToken;

async function connect(url: string, token: string, address = '192.0.2.1'): Promise<TestSocket> {
  const extraHeaders = { 'x-forwarded-for': address };
  const socket = await openSocket(url, { auth: { token }, extraHeaders });
  open.add(socket);
  return socket;
}
const refusal = (url: string, token: string, address?: string) =>
  connect(url, token, address).then(
    () => undefined,
    (error: Error & { data?: { code: string } }) => error.data?.code,
  );

/** Sends an event that is wrong, so that all it costs is its turn. */
async function codesOf({ ask }: TestSocket, count: number): Promise<(string | undefined)[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => ask('chat:send', {})));
  return answers.map(({ problem }) => problem?.code);
}
const refused = (codes: (string | undefined)[]) =>
  codes.filter((code) => code === 'rate-limited').length;
/** How many places of people Redis knows. */
async function knownPlaces(): Promise<number> {
  const client = new Redis(redis.url);
  try {
    const keys = await client.keys('*connections:person:*');
    const counts = await Promise.all(keys.map((key) => client.zcard(key)));
    return counts.reduce((sum, count) => sum + count, 0);
  } finally {
    client.disconnect();
  }
}
const soon = () => new Promise((resolve) => setTimeout(resolve, 1500));

there('counts the connections of a person at both servers', async () => {
  const token = await tokenOfNew();
  for (let count = 0; count < 5; count += 1) {
    await connect(app.url, token);
    await connect(second.url(), token);
  }
  expect(await refusal(app.url, token)).toBe('too-many-connections');
  expect(await refusal(second.url(), token)).toBe('too-many-connections');
  const [, away] = [...open];
  away?.socket.disconnect();
  await until('a place is free', async () => (await refusal(app.url, token)) === undefined);
  expect(await refusal(second.url(), token)).toBe('too-many-connections');
});

there('counts the connections from an address at both servers', async () => {
  const tokens = await Promise.all(Array.from({ length: 11 }, tokenOfNew));
  const from = '198.51.100.7';
  for (const [index, token] of tokens.slice(0, 10).entries()) {
    const url = index % 2 === 0 ? app.url : second.url();
    await Promise.all(Array.from({ length: 10 }, () => connect(url, token, from)));
  }
  const last = tokens[10] ?? '';
  for (const url of [app.url, second.url()]) {
    expect(await refusal(url, last, from)).toBe('too-many-connections');
  }
  expect(await refusal(second.url(), last, '198.51.100.8')).toBeUndefined();
});

there('counts what a person sends at both servers, half a second later', async () => {
  const token = await tokenOfNew();
  const [here, away] = [await connect(app.url, token), await connect(second.url(), token)];
  expect(refused(await codesOf(here, 12))).toBe(0);
  expect(refused(await codesOf(away, 2))).toBe(0);
  // Each tells the other what it counted, without anybody waiting for it.
  await soon();
  expect(refused(await codesOf(away, 12))).toBe(6);
  expect(refused(await codesOf(here, 1))).toBe(0);
  await soon();
  expect(refused(await codesOf(here, 1))).toBe(1);
});

there('gives each server half while Redis is away, and shares again when it is back', async () => {
  const [token, other] = [await tokenOfNew(), await tokenOfNew()];
  const here = await connect(app.url, token);
  await redis.stop();
  for (let count = 0; count < 4; count += 1) await connect(app.url, token);
  expect(await refusal(app.url, token)).toBe('too-many-connections');
  expect(await refusal(second.url(), token)).toBeUndefined();
  expect(refused(await codesOf(here, 11))).toBe(1);
  await redis.start();
  // Every server tells it within ten seconds who is connected.
  await until('it knows of all six', async () => (await knownPlaces()) === 6, 20_000);
  for (let count = 6; count < 10; count += 1) await connect(second.url(), token);
  expect(await refusal(second.url(), token)).toBe('too-many-connections');
  expect(await refusal(app.url, other)).toBeUndefined();
});

there('frees the places of a server that was killed', async () => {
  const token = await tokenOfNew();
  for (let count = 0; count < 10; count += 1) await connect(second.url(), token);
  expect(await refusal(app.url, token)).toBe('too-many-connections');
  await second.kill();
  const isFree = async () => (await refusal(app.url, token)) === undefined;
  await until('nobody renews them', isFree, 45_000);
});
