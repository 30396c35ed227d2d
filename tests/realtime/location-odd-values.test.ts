import { useGroups, type Actor } from '../support/groups-rig';
import { step } from '../support/places';

const rig = useGroups();

const stored = async (person: Actor): Promise<Record<string, unknown>[]> =>
  rig.app.db('location_positions').where('user_id', person.userId).orderBy('recorded_at');

it('takes a moment of sending that cannot be for not said, from a phone and from a client', async () => {
  const one = await rig.actor();
  const { data } = await one.ask('POST /api/users/me/devices', { name: 'Phone' });
  const now = Math.floor(Date.now() / 1000);
  const created = [-1e12, 0, now + 3 * 86_400, now];
  for (const [index, created_at] of created.entries()) {
    const body = { _type: 'location', lat: 1, lon: 1, tst: now - 60 + index, created_at };
    const answer = await fetch(`${rig.app.url}/api/track/owntracks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`x:${String(data['token'])}`).toString('base64')}`,
      },
      body: JSON.stringify(body),
    });
    expect([created_at, answer.status]).toEqual([created_at, 200]);
  }
  const positions = ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', step(0).recordedAt].map(
    (sentAt, index) => ({ ...step(index), sentAt }),
  );
  const answer = await one.ask('POST /api/location-reports/batch', { positions });
  expect(answer.data).toEqual({ accepted: 3, duplicates: 0, rejected: [] });
  const rows = await stored(one);
  expect([rows.length, rows.filter(({ sent_at }) => sent_at !== null).length]).toEqual([7, 2]);
});

it('keeps a measurement that is too small for the database as nothing', async () => {
  const one = await rig.actor();
  const tiny = 1e-300;
  const report = { ...step(0), accuracyMeters: tiny, altitudeMeters: -tiny, speedMps: tiny };
  const answer = await one.ask('POST /api/location-reports', report);
  expect([answer.status, answer.data]).toEqual([201, { accepted: 1, duplicates: 0, rejected: [] }]);
  const [row = {}] = await stored(one);
  for (const column of ['accuracy_meters', 'altitude_meters', 'speed_mps']) {
    expect([column, Math.abs(Number(row[column]))]).toEqual([column, 0]);
  }
});
