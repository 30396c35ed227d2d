import type { CrossingChange, Passage } from '../../src/plugins/realtime/contract/checkpoints';
import { onEmbedded } from '../support/database';
import { until } from '../support/launcher-process';
import { useClients } from '../support/realtime-clients';
import { openSocket, useRealtime, type TestSocket } from '../support/realtime-rig';
import { createRedisServer, type RedisServer } from '../support/redis-server';
import { createSecondServer, SHARED_PUBLIC_URL } from '../support/second-server';

/** Two servers with Redis between them; the embedded database serves one only. */
jest.setTimeout(200_000);

const isHere = !onEmbedded();
const there = isHere ? it : it.skip;
const HOUR_MS = 3_600_000;
/** Longer than from a position to what is told of it. */
const QUIET_MS = 1500;
const BUOY = { name: 'Buoy', turn: null, lon: 0.1, lat: 38, radiusMeters: 60 };
const BEGAN = Date.now() - 1_800_000;
/** So many metres east of the buoy; a thousandth of a degree is 87.6 m. */
const place = (second: number, meters: number) => ({
  lon: 0.1 + meters / 87_600,
  lat: 38,
  recordedAt: new Date(BEGAN + second * 1000).toISOString(),
});

let redis: RedisServer;
let second: ReturnType<typeof createSecondServer>;
beforeAll(async () => {
  redis = await createRedisServer();
  await redis.start();
  Object.assign(process.env, { REDIS_URL: redis.url, PUBLIC_URL: SHARED_PUBLIC_URL });
});
const rig = useRealtime();
const clientOf = useClients(rig);
beforeAll(async () => {
  second = createSecondServer({ REDIS_URL: redis.url });
  if (isHere) await second.start();
});
const open = new Set<TestSocket>();
afterEach(() => {
  for (const { socket } of open) socket.disconnect();
  open.clear();
});
afterAll(async () => {
  await second.kill();
  second.remove();
  await redis.stop();
});

const timesOf = (passages: Passage[]) =>
  passages.map(({ enteredAt, leftAt }) =>
    [enteredAt, leftAt].map((at) => at && (Date.parse(at) - BEGAN) / 1000),
  );
const crossingsOf = (changes: CrossingChange[]) =>
  changes.flatMap(({ crossings }) =>
    crossings.map(({ type, at }) => `${type} ${(Date.parse(at) - BEGAN) / 1000}`),
  );

/** A swimmer at the second server, who shares, and somebody who watches at each. */
async function race() {
  const [swimmer, viewer] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(swimmer, viewer);
  await rig.admin.ask(`POST /api/rooms/${room}/checkpoints`, BUOY);
  await swimmer.ask('POST /api/location-shares', {
    room,
    until: new Date(Date.now() + HOUR_MS).toISOString(),
  });
  const starts_at = new Date(Date.now() - HOUR_MS);
  await rig.app.db('location_shares').where('user_id', swimmer.userId).update({ starts_at });
  const socket = await openSocket(second.url(), { auth: { token: await rig.tokenOf(swimmer) } });
  open.add(socket);
  const watch = async (url: string) => {
    const changes: CrossingChange[] = [];
    const client = clientOf(viewer, url);
    const feed = await client.watchPassages(room, {
      onPassages: () => undefined,
      onChange: (change) => changes.push(change),
    });
    return { changes, feed, client };
  };
  const [here, away] = [await watch(rig.app.url), await watch(second.url())];
  const report = async (...positions: object[]) =>
    expect(await socket.ask('location:update', positions)).toMatchObject({
      data: { accepted: positions.length },
    });
  return { report, here, away };
}

const settle = () => new Promise((resolve) => setTimeout(resolve, QUIET_MS));

there('tells of a position that one server took those who watch at either, once', async () => {
  const { report, here, away } = await race();
  await report(place(0, 200), place(60, 10));
  for (const { changes } of [here, away]) {
    await until('they are told', () => changes.length > 0, 5000);
  }
  await report(place(120, 200));
  for (const { changes } of [here, away]) {
    await until('they are told of the next', () => changes.length > 1, 5000);
  }
  await settle();
  for (const { changes, feed } of [here, away]) {
    expect(crossingsOf(changes)).toEqual(['entered 60', 'left 120']);
    expect(timesOf(feed.passages())).toEqual([[60, 120]]);
  }
});

there(
  'leaves it to the database while Redis is away: who asks is told, and nobody twice',
  async () => {
    const { report, here, away } = await race();
    await redis.stop();
    await report(place(0, 200), place(60, 10));
    await until('those of the same server are told', () => away.changes.length > 0, 5000);
    await settle();
    expect([here.changes, timesOf(here.feed.passages())]).toEqual([[], []]);
    // As after every lost connection.
    here.client.socket.io.engine.close();
    await until('it is asked for', () => here.feed.passages().length > 0, 10_000);
    await redis.start();
    let turn = 0;
    await until(
      'the servers hear each other again',
      async () => {
        turn += 1;
        await report(place(100 + turn * 20, turn % 2 === 0 ? 10 : 100));
        await new Promise((resolve) => setTimeout(resolve, 300));
        return here.changes.length > 0;
      },
      20_000,
    );
    // What it was not told in between it asks for.
    here.client.socket.io.engine.close();
    await until('both end with the same', () => {
      const [one, other] = [here, away].map(({ feed }) => timesOf(feed.passages()));
      return JSON.stringify(one) === JSON.stringify(other) && one?.length === 1 + (turn >> 1);
    });
    const told = crossingsOf(away.changes);
    expect(told).toHaveLength(new Set(told).size);
  },
);
