import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom, wholeBetween } from '../../src/lib/random';
import { onEmbedded } from '../support/database';
import { useGroups, type Actor } from '../support/groups-rig';
import { asProgram, signIn } from '../support/people';
import { shuffled, step } from '../support/places';
import { createSecondServer, SHARED_PUBLIC_URL } from '../support/second-server';

/** The embedded database serves one server only, and is slower. */
jest.setTimeout(300_000);
const isAlone = onEmbedded();
const PEOPLE = isAlone ? 10 : 40;
const EACH = isAlone ? 1000 : 2500;
const BATCH = 250;

process.env.PUBLIC_URL = SHARED_PUBLIC_URL;
const rig = useGroups();
const second = createSecondServer();
const random = createRandom(11);

beforeAll(async () => {
  if (!isAlone) await second.start();
});
afterAll(() => second.remove());

interface Acknowledgement {
  accepted: number;
  duplicates: number;
  rejected: unknown[];
}

/** Sends until it is acknowledged, at whichever server answers. */
async function insist(headers: Record<string, string>, positions: object[]): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const url = isAlone || random() < 0.5 ? rig.app.url : second.url();
    const answer = await fetch(`${url}/api/location-reports/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(positions),
      signal: AbortSignal.timeout(20_000),
    }).catch(() => undefined);
    if (answer?.status === 200) {
      const { data } = (await answer.json()) as { data: Acknowledgement };
      expect(data.accepted + data.duplicates).toBe(positions.length);
      expect(data.rejected).toEqual([]);
      return tries;
    }
    if (tries > 200) throw new Error(`${answer?.status}`);
    await sleep(200);
  }
}

it('stores each acknowledged position once, however often, in whatever order and to whom it is sent', async () => {
  const people = await Promise.all(Array.from({ length: PEOPLE }, () => rig.actor()));
  const way = Array.from({ length: EACH }, (_, index) => step(index));
  const hour = way.map(({ recordedAt }) => recordedAt);
  let isDone = false;

  async function send(person: Actor): Promise<void> {
    const headers = asProgram(await signIn(rig.app, person));
    const mixed = shuffled(way);
    for (let from = 0; from < EACH; from += BATCH) {
      // Some of what went before comes again, and now and then all of it at once.
      const start = Math.max(0, from - wholeBetween(random, 0, 60));
      const batch = mixed.slice(start, from + BATCH);
      const twice = random() < 0.2 ? [batch, batch] : [batch];
      await Promise.all(twice.map((positions) => insist(headers, positions)));
    }
  }

  async function disturb(): Promise<void> {
    if (isAlone) return;
    await sleep(1000);
    await second.kill();
    await second.start();
  }

  const sending = Promise.all(people.map(send)).then(() => (isDone = true));
  await Promise.all([sending, disturb()]);
  expect(isDone).toBe(true);

  const [row] = await rig.app
    .db('location_positions')
    .whereIn(
      'user_id',
      people.map(({ userId }) => userId),
    )
    .count();
  expect(Number(row?.['count'])).toBe(PEOPLE * EACH);
  const newest = hour.at(-1);
  for (const person of people) {
    const { data } = await person.ask('GET /api/location-reports/latest');
    expect(data['own']).toMatchObject({ recordedAt: newest });
    const { text } = await person.ask('GET /api/location-reports/track.geojson');
    const { features } = JSON.parse(text) as {
      features: { geometry: { coordinates: number[][] }; properties: { coordTimes: string[] } }[];
    };
    expect(features).toHaveLength(1);
    expect(features[0]?.properties.coordTimes).toEqual(hour);
    expect(features[0]?.geometry.coordinates).toEqual(way.map(({ lon, lat }) => [lon, lat]));
  }
});
