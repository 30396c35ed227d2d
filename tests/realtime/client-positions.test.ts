import { PositionQueueFull, RealtimeProblem } from '../../src/plugins/realtime/client';
import type { SharingChange, ShownPosition } from '../../src/plugins/realtime/contract/location';
import { until } from '../support/launcher-process';
import { inSeconds, momentAt, shuffled, step } from '../support/places';
import { useClients } from '../support/realtime-clients';
import { useRealtime, type Actor } from '../support/realtime-rig';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';

const rig = useRealtime();
const clientOf = useClients(rig);

let proxy: TcpProxy;
beforeAll(async () => {
  proxy = await startTcpProxy(rig.app.url);
});
afterEach(() => proxy.restore());
afterAll(() => proxy.close());

const anHour = () => new Date(Date.now() + 3_600_000);
/** A position so many seconds ahead, within what clocks may be wrong; to the east as it is later. */
const here = (seconds: number) => ({
  lon: 1 + seconds / 10_000,
  lat: 38,
  recordedAt: inSeconds(seconds),
});
const report = (person: Actor, seconds: number) =>
  person.ask('POST /api/location-reports', here(seconds));
const storedOf = async ({ userId }: Actor): Promise<number> =>
  Number((await rig.app.db('location_positions').where('user_id', userId).count())[0]?.['count']);

function listening() {
  const heard: ShownPosition[] = [];
  const sharing: (string | null)[] = [];
  return {
    heard,
    sharing,
    lons: () => heard.map(({ lon }) => lon),
    onPositions: (positions: ShownPosition[]) => void heard.push(...positions),
    onSharing: ({ until: end }: SharingChange) => void sharing.push(end),
  };
}

it('tells where people are, and what is newer after a connection was lost, but nothing older', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one, other);
  const mine = clientOf(one);
  await mine.share(room, anHour());
  await report(one, 1);
  const theirs = clientOf(other, proxy.url);
  const listener = listening();
  const feed = await theirs.watchPositions(room, listener);
  expect(listener.lons()).toEqual([here(1).lon]);
  await report(one, 10);
  await until('the next is told', () => listener.heard.length === 2, 5000);

  proxy.cut();
  await until('it is away', () => !theirs.socket.connected, 5000);
  await report(one, 30);
  await report(one, 20);
  proxy.restore();
  await until('what was missed is told', () => listener.heard.length === 3, 5000);
  await report(one, 15);
  await report(one, 40);
  await until('the next is told', () => listener.heard.length === 4, 5000);
  expect(listener.lons()).toEqual([1, 10, 30, 40].map((seconds) => here(seconds).lon));
  expect(feed.latest().map(({ lon }) => lon)).toEqual([here(40).lon]);
});

it('tells who begins and stops to share, also while the connection is away', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one, other);
  const [mine, theirs] = [clientOf(one), clientOf(other, proxy.url)];
  const listener = listening();
  const feed = await theirs.watchPositions(room, listener);
  const end = anHour();
  await mine.share(room, end);
  await report(one, 1);
  await until('they are seen', () => feed.latest().length === 1, 5000);
  proxy.cut();
  await until('it is away', () => !theirs.socket.connected, 5000);
  expect(await mine.stopSharing(room)).toEqual([]);
  proxy.restore();
  await until('they are gone', () => feed.latest().length === 0, 5000);
  expect(listener.sharing).toEqual([end.toISOString(), null]);
});

it('goes on watching when it does not follow the room any more, and stops when told to', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one, other);
  const [mine, theirs] = [clientOf(one), clientOf(other)];
  const listener = listening();
  await theirs.follow(room, { onEvent: () => undefined });
  await theirs.watchPositions(room, listener);
  await theirs.unfollow(room);
  await mine.share(room, anHour());
  await report(one, 1);
  await until('it is told', () => listener.heard.length === 1, 5000);
  await theirs.unwatch(room);
  await report(one, 20);
  const again = listening();
  await theirs.watchPositions(room, again);
  expect([listener.lons(), again.lons()]).toEqual([[here(1).lon], [here(20).lon]]);
});

it('tells who is taken out of a room that they are, and refuses strangers', async () => {
  const [removed, stranger] = [await rig.actor(), await rig.actor()];
  const { room, code } = await rig.room(removed);
  let isLeft = false;
  const listener = { ...listening(), onLeft: () => void (isLeft = true) };
  await clientOf(removed).watchPositions(room, listener);
  await rig.admin.ask(`DELETE /api/groups/${code}/members/${removed.documentId}`);
  await until('they are told', () => isLeft, 5000);
  const client = clientOf(stranger);
  await expect(client.watchPositions(room, listener)).rejects.toBeInstanceOf(RealtimeProblem);
  await expect(client.share(room, anHour())).rejects.toMatchObject({
    problem: { code: 'not-found' },
  });
});

it('sends positions until each is stored, once and in order, through lost connections', async () => {
  const one = await rig.actor();
  const client = clientOf(one, proxy.url);
  const way = shuffled(Array.from({ length: 1200 }, (_, index) => step(index)));
  const sending = [way.slice(0, 700), way.slice(700), [step(2000), { lon: 1, lat: 95 }]].map(
    (positions) => client.sendPositions(positions),
  );
  for (let turn = 0; turn < 4; turn += 1) {
    await until('something is stored', async () => (await storedOf(one)) >= turn * 300, 5000);
    proxy.cut();
    await until('it is away', () => !client.socket.connected, 5000);
    proxy.restore();
  }
  expect(await Promise.all(sending)).toEqual([
    { rejected: [] },
    { rejected: [] },
    { rejected: [{ index: 1, reason: 'out-of-range' }] },
  ]);
  expect([await storedOf(one), client.waitingPositions()]).toEqual([1201, 0]);
}, 60_000);

it('keeps positions while there is no connection, and says so when they are too many', async () => {
  const one = await rig.actor();
  proxy.cut();
  const client = clientOf(one, proxy.url);
  const way = Array.from({ length: 10_000 }, (_, index) => ({
    ...step(0),
    recordedAt: momentAt(index / 10),
  }));
  await expect(client.sendPositions([...way, step(2000)])).rejects.toBeInstanceOf(
    PositionQueueFull,
  );
  const sending = client.sendPositions([step(1), step(2)]);
  const dropped = client.sendPositions([{ lon: 1, lat: 1 }]);
  expect(client.waitingPositions()).toBe(3);
  proxy.restore();
  expect(await sending).toEqual({ rejected: [] });
  await dropped;
  expect(await storedOf(one)).toBe(3);
  client.close();
  await expect(client.sendPositions([step(3)])).rejects.toThrow('closed');
});
