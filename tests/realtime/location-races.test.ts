import type { Passage, RaceStanding } from '../../src/plugins/realtime/contract/checkpoints';
import { listOf, outcomeOf, type Actor } from '../support/groups-rig';
import { shuffled } from '../support/places';
import { useRealtime } from '../support/realtime-rig';

const rig = useRealtime();

const HOUR_MS = 3_600_000;
/** A share that began an hour ago, as it stands in the database. */
async function shareSince(person: Actor, room: string): Promise<void> {
  const until = new Date(Date.now() + HOUR_MS).toISOString();
  await person.ask('POST /api/location-shares', { room, until });
  const starts_at = new Date(Date.now() - HOUR_MS);
  await rig.app.db('location_shares').where('user_id', person.userId).update({ starts_at });
}

const CHECKPOINTS = [
  { name: 'Start', turn: 1, lon: 0.1, lat: 38, radiusMeters: 60 },
  { name: 'Buoy', turn: 2, lon: 0.12, lat: 38, radiusMeters: 60 },
  { name: 'Finish', turn: 3, lon: 0.1, lat: 38.0001, radiusMeters: 60 },
  { name: 'Harbour', turn: null, lon: 0.11, lat: 38, radiusMeters: 200 },
];

/** Out to the buoy and back, at so many metres a second; on a parallel a thousandth is 87.6 m. */
function outAndBack(metersPerSecond: number) {
  const start = Date.now() - 3_000_000;
  const length = 0.022;
  const steps = Math.floor((2 * length * 87_600) / metersPerSecond / 10);
  return Array.from({ length: steps }, (_, index) => {
    const gone = (index * 10 * metersPerSecond) / 87_600;
    const lon = 0.099 + (gone <= length ? gone : 2 * length - gone);
    return { lon, lat: 38, recordedAt: new Date(start + index * 10_000).toISOString() };
  });
}

it('tells who passed what and who is ahead, in whatever order positions arrive', async () => {
  const [fast, slow, lost] = [await rig.actor(), await rig.actor(), await rig.actor()];
  const { room } = await rig.room(fast, slow, lost);
  for (const checkpoint of CHECKPOINTS) {
    const made = await rig.admin.ask(`POST /api/rooms/${room}/checkpoints`, checkpoint);
    expect(made.status).toBe(201);
  }
  const names = listOf(await fast.ask(`GET /api/rooms/${room}/checkpoints`));
  expect(names.map(({ name }) => name)).toEqual(['Start', 'Buoy', 'Finish', 'Harbour']);
  for (const person of [fast, slow, lost]) await shareSince(person, room);
  const send = (person: Actor, positions: object[]) =>
    person.ask('POST /api/location-reports/batch', { positions });
  await send(slow, shuffled(outAndBack(3)));
  await send(fast, shuffled(outAndBack(5)).slice(0, 400));
  await send(fast, outAndBack(5));
  await send(lost, outAndBack(5).slice(0, 20));

  const { data } = await slow.ask(`GET /api/rooms/${room}/leaderboard`);
  const standings = data['standings'] as RaceStanding[];
  expect(standings.map(({ rank, person, passed, of }) => [rank, person.id, passed, of])).toEqual([
    [1, fast.documentId, 3, 3],
    [2, slow.documentId, 3, 3],
    [3, lost.documentId, 1, 3],
  ]);
  const seen = (await slow.ask(`GET /api/rooms/${room}/passages`)).data['passages'] as Passage[];
  const idOf = (name: string) => String(names.find((one) => one['name'] === name)?.['id']);
  const ofFast = (name: string) =>
    seen.filter(
      ({ person, checkpoint }) => person.id === fast.documentId && checkpoint === idOf(name),
    );
  expect(ofFast('Harbour')).toHaveLength(2);
  expect(ofFast('Buoy')).toHaveLength(1);
  for (const { enteredAt, leftAt } of ofFast('Harbour')) {
    const seconds = (Date.parse(leftAt ?? '') - Date.parse(enteredAt)) / 1000;
    // 400 m and the fifth further on which nobody has left yet, at 5 m/s and every 10 s.
    expect(seconds).toBeGreaterThanOrEqual(80);
    expect(seconds).toBeLessThanOrEqual(110);
  }
});

it('lets those set checkpoints who look after the room, and others see nothing of it', async () => {
  const [one, stranger] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one);
  const [start] = CHECKPOINTS;
  const path = `/api/rooms/${room}/checkpoints`;
  expect((await one.ask(`POST ${path}`, start)).status).toBe(403);
  const made = await rig.admin.ask(`POST ${path}`, start);
  expect(outcomeOf(await rig.admin.ask(`POST ${path}`, start))).toEqual([409, 'turn-taken']);
  const wrong = { ...start, radiusMeters: 0 };
  expect((await rig.admin.ask(`POST ${path}`, wrong)).status).toBe(422);
  for (const name of ['checkpoints', 'passages', 'leaderboard']) {
    expect((await stranger.ask(`GET /api/rooms/${room}/${name}`)).status).toBe(404);
  }
  const address = `${path}/${String(made.data['id'])}`;
  expect((await one.ask(`DELETE ${address}`)).status).toBe(403);
  expect((await rig.admin.ask(`DELETE ${address}`)).status).toBe(204);
});
