import type {
  CrossingChange,
  Passage,
  RoomCrossings,
  ShownCheckpoint,
} from '../../src/plugins/realtime/contract/checkpoints';
import { until } from '../support/launcher-process';
import { shuffled } from '../support/places';
import { useClients } from '../support/realtime-clients';
import { codeOf, useRealtime, type Actor } from '../support/realtime-rig';

const rig = useRealtime();
const clientOf = useClients(rig);

const HOUR_MS = 3_600_000;
const BUOY = { name: 'Buoy', turn: null, lon: 0.1, lat: 38, radiusMeters: 60 };
const BEGAN = Date.now() - 1_800_000;
const momentAt = (second: number) => new Date(BEGAN + second * 1000).toISOString();
/** On the parallel of the buoy, so many metres east of it; a thousandth of a degree is 87.6 m. */
const place = (second: number, meters: number) => ({
  lon: 0.1 + meters / 87_600,
  lat: 38,
  recordedAt: momentAt(second),
});
const send = (person: Actor, ...positions: object[]) =>
  person.ask('POST /api/location-reports/batch', { positions });

/** A room with the buoy, and somebody who has shared with it for an hour. */
async function race() {
  const [swimmer, viewer] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(swimmer, viewer);
  const made = await rig.admin.ask(`POST /api/rooms/${room}/checkpoints`, BUOY);
  await swimmer.ask('POST /api/location-shares', {
    room,
    until: new Date(Date.now() + HOUR_MS).toISOString(),
  });
  const starts_at = new Date(Date.now() - HOUR_MS);
  await rig.app.db('location_shares').where('user_id', swimmer.userId).update({ starts_at });
  return { swimmer, viewer, room, buoy: String(made.data['id']) };
}

/** What a client heard, second by second. */
const heardOf = (changes: CrossingChange[]) =>
  changes.map(({ after, upTo, crossings }) => ({
    after: after && (Date.parse(after) - BEGAN) / 1000,
    upTo: upTo && (Date.parse(upTo) - BEGAN) / 1000,
    crossings: crossings.map(({ type, at }) => `${type} ${(Date.parse(at) - BEGAN) / 1000}`),
  }));
const timesOf = (passages: Passage[]) =>
  passages.map(({ enteredAt, leftAt }) =>
    [enteredAt, leftAt].map((at) => at && (Date.parse(at) - BEGAN) / 1000),
  );

it('tells who comes and goes, and corrects it when a position arrives late', async () => {
  const { swimmer, viewer, room, buoy } = await race();
  const client = clientOf(viewer);
  const changes: CrossingChange[] = [];
  let passages: Passage[] = [];
  const feed = await client.watchPassages(room, {
    onPassages: (now) => (passages = now),
    onChange: (change) => changes.push(change),
  });
  const told = (count: number) =>
    until(`${count} changes were told`, () => changes.length === count, 5000);

  await send(swimmer, place(0, 200), place(60, 10));
  await told(1);
  await send(swimmer, place(120, 65));
  await send(swimmer, place(180, 200));
  await told(2);
  await send(swimmer, place(30, 50));
  await told(3);
  await send(swimmer, place(90, 200));
  await told(4);
  await send(swimmer, place(150, 5));
  await told(5);
  expect(heardOf(changes)).toEqual([
    { after: null, upTo: null, crossings: ['entered 60'] },
    { after: 60, upTo: null, crossings: ['left 180'] },
    { after: 0, upTo: 60, crossings: ['entered 30'] },
    { after: 60, upTo: 180, crossings: ['left 90'] },
    { after: 90, upTo: 180, crossings: ['entered 150', 'left 180'] },
  ]);
  expect(changes[0]).toMatchObject({ checkpoint: buoy, person: { id: swimmer.documentId } });
  expect(timesOf(passages)).toEqual([
    [30, 90],
    [150, 180],
  ]);
  const { data } = await viewer.ask(`GET /api/rooms/${room}/passages`);
  expect([data['passages'], feed.passages()]).toEqual([passages, passages]);
});

it('ends with the same passages in whatever order positions arrive, and after a lost connection', async () => {
  const { swimmer, viewer, room } = await race();
  const client = clientOf(viewer);
  const feed = await client.watchPassages(room, { onPassages: () => undefined });
  // To and fro past the buoy, with a minute for each way.
  const way = Array.from({ length: 300 }, (_, index) =>
    place(index * 5, Math.abs(((index * 17) % 408) - 204)),
  );
  const parts = shuffled(way.map((position, index) => ({ position, index })));
  for (let from = 0; from < parts.length; from += 50) {
    await send(swimmer, ...parts.slice(from, from + 50).map(({ position }) => position));
    if (from === 150) client.socket.io.engine.close();
  }
  const stored = async () =>
    (await viewer.ask(`GET /api/rooms/${room}/passages?from=${momentAt(-60)}`)).data['passages'];
  await until(
    'all is told',
    async () =>
      JSON.stringify(timesOf(feed.passages())) ===
      JSON.stringify(timesOf((await stored()) as Passage[])),
    10_000,
  );
  const all = timesOf(feed.passages());
  expect(all.length).toBeGreaterThan(10);
  const { swimmer: ordered, viewer: other, room: elsewhere } = await race();
  await send(ordered, ...way);
  const { data } = await other.ask(`GET /api/rooms/${elsewhere}/passages`);
  expect(all).toEqual(timesOf(data['passages'] as Passage[]));
});

it('tells nothing of what is not shared, nor around places that somebody hides', async () => {
  const { swimmer, viewer, room } = await race();
  const socket = await rig.connectAs(viewer);
  await socket.ask('location:watch', { room });
  await swimmer.ask('POST /api/users/me/privacy-zones', {
    name: 'Home',
    lon: 0.1,
    lat: 38,
    radiusMeters: 100,
  });
  const pier = { ...BUOY, name: 'Pier', lon: 0.1 + 1000 / 87_600 };
  const made = await rig.admin.ask(`POST /api/rooms/${room}/checkpoints`, pier);
  const stranger = await rig.actor();
  for (const person of [stranger, swimmer]) {
    await send(person, place(-7200, 300), place(-7100, 1000));
    await send(person, place(0, 300), place(60, 10), place(120, 500), place(180, 1000));
  }
  await until('the last is told', () => socket.got('location:crossings').length === 1, 5000);
  const [news] = socket.got<RoomCrossings>('location:crossings');
  expect(news?.changes).toMatchObject([
    {
      checkpoint: made.data['id'],
      person: { id: swimmer.documentId },
      crossings: [{ type: 'entered', at: momentAt(180) }],
    },
  ]);
  const { data } = await viewer.ask(`GET /api/rooms/${room}/passages`);
  expect(data['passages']).toMatchObject([{ checkpoint: made.data['id'] }]);
});

it('tells those who watch that checkpoints change, and reads anew who passed them', async () => {
  const { swimmer, viewer, room, buoy } = await race();
  const client = clientOf(viewer);
  const feed = await client.watchPassages(room, { onPassages: () => undefined });
  await send(swimmer, place(0, 1000), place(60, 1010));
  const pier = { ...BUOY, name: 'Pier', lon: 0.1 + 1000 / 87_600 };
  const made = await rig.admin.ask(`POST /api/rooms/${room}/checkpoints`, pier);
  await until('it is passed', () => feed.passages().length === 1, 5000);
  expect(feed.passages()).toMatchObject([{ checkpoint: made.data['id'], leftAt: null }]);
  const socket = await rig.connectAs(viewer);
  await socket.ask('location:watch', { room });
  await rig.admin.ask(`DELETE /api/rooms/${room}/checkpoints/${String(made.data['id'])}`);
  await until('it is gone', () => feed.passages().length === 0, 5000);
  const [left] = socket.got<{ checkpoints: ShownCheckpoint[] }>('location:checkpoints');
  expect(left?.checkpoints.map(({ id }) => id)).toEqual([buoy]);
});

it('refuses strangers and times that are too long', async () => {
  const { viewer, room } = await race();
  const [member, stranger] = [await rig.connectAs(viewer), await rig.connectAs(await rig.actor())];
  expect(codeOf(await stranger.ask('location:passages', { room }))).toBe('not-found');
  expect(codeOf(await member.ask('location:passages', { room, from: 'x' }))).toBe(
    'validation-failed',
  );
  const month = new Date(Date.now() - 30 * 86_400_000).toISOString();
  expect(codeOf(await member.ask('location:passages', { room, from: month }))).toBe('too-long');
  expect(await member.ask('location:passages', { room })).toMatchObject({
    data: { room, passages: [] },
  });
});
