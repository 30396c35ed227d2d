import { createAsk } from '../support/ask';
import { outcomeOf, pointersOf, useGroups, type Actor } from '../support/groups-rig';
import { shuffled, step, stepsUpTo, momentAt, inSeconds } from '../support/places';
import { until } from '../support/launcher-process';

const rig = useGroups();

interface Feature {
  geometry: { type: string; coordinates: number[][] };
  properties: { coordTimes?: string[]; flags?: string[]; distanceMeters?: number };
}
const trackOf = async (person: Actor, query = ''): Promise<Feature[]> => {
  const answer = await person.ask(`GET /api/location-reports/track.geojson${query}`);
  expect(answer.headers.get('content-type')).toMatch(/^application\/geo\+json/);
  return (JSON.parse(answer.text) as { features: Feature[] }).features;
};
const batch = (person: Actor, positions: object[]) =>
  person.ask('POST /api/location-reports/batch', { positions });

it('stores a position in either spelling, once', async () => {
  const one = await rig.actor();
  const { lon, lat, recordedAt } = step(0);
  const report = { lon, lat, recordedAt, accuracyMeters: 5, speedMps: 1.5, batteryPercent: 80 };
  const first = await one.ask('POST /api/location-reports', report);
  expect(first.status).toBe(201);
  expect(first.data).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
  const again = { longitude: lon, latitude: lat, recordedAt };
  const second = await one.ask('POST /api/location-reports', again);
  expect(second.status).toBe(200);
  expect(second.data).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
  const { data } = await one.ask('GET /api/location-reports/latest');
  expect(data['own']).toEqual({
    lon,
    lat,
    recordedAt,
    sentAt: null,
    receivedAt: expect.stringMatching(/Z$/) as string,
    device: null,
    accuracyMeters: 5,
    altitudeMeters: null,
    speedMps: 1.5,
    headingDegrees: null,
    batteryPercent: 80,
    isMock: false,
  });
});

it('takes a position without a time as of now', async () => {
  const one = await rig.actor();
  await one.ask('POST /api/location-reports', { latitude: 38.7, longitude: -9.1 });
  const { data } = await one.ask('GET /api/location-reports/latest');
  const { recordedAt } = data['own'] as { recordedAt: string };
  expect(Math.abs(Date.parse(recordedAt) - Date.now())).toBeLessThan(5000);
});

it('W-10: refuses what is no position', async () => {
  const one = await rig.actor();
  const refused: [object, string][] = [
    [{ lat: 91 }, '/lat'],
    [{ lon: 181 }, '/lon'],
    [{ lat: '12' }, '/lat'],
    [{ lon: null }, '/lon'],
    [{ accuracyMeters: -1 }, '/accuracyMeters'],
    [{ recordedAt: inSeconds(86_400) }, '/recordedAt'],
    [{ recordedAt: 'yesterday' }, '/recordedAt'],
    [{ latitude: 38 }, '/lat'],
    [{ room: 'group:BTF001' }, '/room'],
  ];
  for (const [fault, pointer] of refused) {
    const answer = await one.ask('POST /api/location-reports', { ...step(0), ...fault });
    expect(outcomeOf(answer)).toEqual([422, 'validation-failed']);
    expect(pointersOf(answer)).toEqual([pointer]);
  }
  expect(await rig.app.db('location_positions').where('user_id', one.userId)).toEqual([]);
});

it('answers for each position of a batch, and one that is wrong does not hold up the others', async () => {
  const one = await rig.actor();
  const positions = [
    step(0),
    { ...step(10), lat: 95 },
    step(20),
    { lon: 'here' },
    { ...step(30), recordedAt: inSeconds(600) },
    { ...step(40), recordedAt: '1980-01-06T00:00:00Z' },
    step(0),
  ];
  expect((await batch(one, positions)).data).toEqual({
    accepted: 2,
    duplicates: 1,
    rejected: [
      { index: 1, reason: 'out-of-range' },
      { index: 3, reason: 'invalid' },
      { index: 4, reason: 'in-the-future' },
      { index: 5, reason: 'too-old' },
    ],
  });
  expect((await batch(one, positions)).data).toMatchObject({ accepted: 0, duplicates: 3 });
});

it('makes the same way of 1,000 positions in any order, and the newest stays the newest', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const positions = stepsUpTo(1000, 3);
  expect((await batch(one, positions)).data).toMatchObject({ accepted: 1000 });
  const mixed = shuffled(positions);
  for (let from = 0; from < 1000; from += 130) {
    await batch(other, mixed.slice(from, from + 200));
    const { data } = await other.ask('GET /api/location-reports/latest');
    const sent = mixed.slice(0, from + 200).map(({ recordedAt }) => recordedAt);
    expect(data['own']).toMatchObject({ recordedAt: sent.sort().at(-1) });
  }
  const [ordered, replayed] = [await trackOf(one), await trackOf(other)];
  expect(ordered).toHaveLength(1);
  expect(replayed[0]?.geometry).toEqual(ordered[0]?.geometry);
  expect(replayed[0]?.properties.coordTimes).toEqual(positions.map(({ recordedAt }) => recordedAt));
  expect(replayed[0]?.properties.distanceMeters).toBe(ordered[0]?.properties.distanceMeters);
});

it('stores each position once when the same batches come many times at once', async () => {
  const one = await rig.actor();
  const positions = stepsUpTo(300);
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, turn) =>
      batch(one, positions.slice(turn * 20, turn * 20 + 120)),
    ),
  );
  const accepted = answers.reduce((sum, { data }) => sum + Number(data['accepted']), 0);
  const [row] = await rig.app.db('location_positions').where('user_id', one.userId).count();
  expect(Number(row?.['count'])).toBe(accepted);
  expect(accepted).toBe(300);
});

it('keeps and flags what is implausible, and leaves it out of the way and of the newest', async () => {
  const one = await rig.actor();
  await batch(one, [
    step(0),
    step(10),
    { ...step(20), lon: -3 },
    step(30),
    { ...step(40), lon: 2 },
  ]);
  const features = await trackOf(one);
  expect(features.map(({ properties }) => properties.flags)).toEqual([
    undefined,
    ['jump'],
    ['jump'],
  ]);
  expect(features[0]?.geometry.coordinates).toHaveLength(3);
  const { data } = await one.ask('GET /api/location-reports/latest');
  expect(data['own']).toMatchObject({ recordedAt: momentAt(30) });
  expect(await rig.app.db('location_positions').where('user_id', one.userId)).toHaveLength(5);
});

it('takes who reports now and then at their word, however far they came', async () => {
  const one = await rig.actor();
  const latest = async () =>
    (await one.ask('GET /api/location-reports/latest')).data['own'] as { lon: number };
  for (const [seconds, lon] of [
    [20, -3],
    [30, 5],
  ] as const) {
    await one.ask('POST /api/location-reports', { ...step(seconds), lon });
    expect((await latest()).lon).toBe(lon);
  }
  await one.ask('POST /api/location-reports', step(10));
  expect((await latest()).lon).toBe(5);
});

it('parts a way where nothing came for more than an hour', async () => {
  const one = await rig.actor();
  await batch(one, [step(-8000), step(-7990), step(0), step(10)]);
  const lengths = (await trackOf(one)).map(({ geometry }) => geometry.coordinates.length);
  expect(lengths).toEqual([2, 2]);
});

it('lists own positions by pages, of a time', async () => {
  const one = await rig.actor();
  await batch(one, stepsUpTo(25));
  const query = `from=${momentAt(10)}&to=${momentAt(200)}&limit=8`;
  const seen: unknown[] = [];
  let cursor = '';
  do {
    const { text } = await one.ask(`GET /api/location-reports?${query}${cursor}`);
    const page = JSON.parse(text) as {
      data: { recordedAt: string }[];
      meta: { limit: number; nextCursor: string | null };
    };
    expect(page.meta.limit).toBe(8);
    seen.push(...page.data.map(({ recordedAt }) => recordedAt));
    cursor = page.meta.nextCursor ? `&cursor=${page.meta.nextCursor}` : '';
  } while (cursor);
  expect(seen).toEqual(
    stepsUpTo(25)
      .slice(1, 21)
      .map(({ recordedAt }) => recordedAt),
  );
  const foreign = await (await rig.actor()).ask('GET /api/location-reports?cursor=abc');
  expect(outcomeOf(foreign)).toEqual([400, 'invalid-query']);
});

it('deletes own positions when asked, and with their person', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  for (const person of [one, other]) await batch(person, stepsUpTo(10));
  const { data } = await one.ask(`DELETE /api/location-reports?from=${momentAt(50)}`);
  expect(data).toEqual({ deleted: 5 });
  const rows = () =>
    rig.app.db('location_positions').whereIn('user_id', [one.userId, other.userId]);
  expect(await rows()).toHaveLength(15);
  await rig.app.db('up_users').where('id', one.userId).delete();
  expect(await rows()).toHaveLength(10);
});

it('deletes what is kept no longer', async () => {
  const one = await rig.actor();
  const day = (age: number) => new Date(Date.now() - age * 86_400_000).toISOString();
  await batch(
    one,
    [29, 31, 400].map((age) => ({ lon: 1, lat: 1, recordedAt: day(age) })),
  );
  await rig.app.db.transaction((trx) =>
    rig.app.strapi
      .plugin('jobs')
      .service<{ send: (trx: unknown, name: string, payload: object) => Promise<void> }>('queue')
      .send(trx, 'realtime.delete-old-positions', {}),
  );
  const kept = () => rig.app.db('location_positions').where('user_id', one.userId);
  await until('the old ones are gone', async () => (await kept()).length === 1, 30_000);
});

it('asks who is there', async () => {
  const ask = createAsk(() => rig.app);
  for (const call of [
    'GET /api/location-reports',
    'POST /api/location-reports',
    'POST /api/location-reports/batch',
    'GET /api/location-reports/latest',
    'GET /api/location-reports/track.gpx',
    'GET /api/location-shares',
    'GET /api/users/me/devices',
    'GET /api/users/me/privacy-zones',
  ]) {
    const body = call.startsWith('POST') ? { body: step(0) } : {};
    expect((await ask(call, body)).status).toBe(401);
  }
});
