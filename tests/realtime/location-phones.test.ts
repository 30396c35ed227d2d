import { readFileSync } from 'node:fs';
import { useGroups, type Actor } from '../support/groups-rig';
import { momentAt, inSeconds } from '../support/places';

const rig = useGroups();

interface Stored {
  recorded_at: Date;
  sent_at: Date | null;
  [column: string]: unknown;
}

/** With moments as text: those of the app are of another realm than those of the tests. */
async function stored(person: Actor) {
  const rows: Stored[] = await rig.app
    .db('location_positions')
    .where('user_id', person.userId)
    .orderBy('recorded_at');
  return rows.map((row) => ({
    ...row,
    recorded_at: row.recorded_at.toISOString(),
    sent_at: row.sent_at?.toISOString() ?? null,
  })) as (Record<string, unknown> & { recorded_at: string })[];
}

const statusOf = async (path: string, init: RequestInit) => (await send(path, init))[0];

async function device(person: Actor, more: object = {}): Promise<{ id: string; token: string }> {
  const made = await person.ask('POST /api/users/me/devices', { name: 'Phone', ...more });
  expect(made.status).toBe(201);
  return made.data as { id: string; token: string };
}

async function send(path: string, init: RequestInit): Promise<[number, string]> {
  const answer = await fetch(`${rig.app.url}/api/track/${path}`, init);
  return [answer.status, await answer.text()];
}

/** Bytes as the documentation of the app shows them, but for the token. */
const payload = (name: string, token = '') =>
  readFileSync(`tests/fixtures/phones/${name}`, 'utf8').trimEnd().replaceAll('TOKEN', token);

const json = { 'content-type': 'application/json' };
const basic = (token: string) => ({
  authorization: `Basic ${Buffer.from(`jane:${token}`).toString('base64')}`,
});

describe('OsmAnd, GPSLogger and Traccar', () => {
  it('are taken in the query, in knots and seconds', async () => {
    const one = await rig.actor();
    const { token } = await device(one);
    const query = payload('osmand-query.txt', token);
    expect(await send(`osmand${query.slice(1)}`, { method: 'GET' })).toEqual([200, '']);
    expect(await stored(one)).toMatchObject([
      {
        recorded_at: '2013-08-22T13:14:27.000Z',
        lon: 30,
        lat: 60,
        speed_mps: 0,
        heading_degrees: 0,
        altitude_meters: 0,
        accuracy_meters: 5,
        battery_percent: 87,
      },
    ]);
  });

  it('are taken as a form, in milliseconds, with one location', async () => {
    const one = await rig.actor();
    const { token } = await device(one);
    const time = Date.parse(momentAt(0));
    const body = `deviceid=${token}&timestamp=${time}&location=38.7,-9.1&speed=10&heading=45&batt=50.5`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(await send('osmand', { method: 'POST', headers, body })).toEqual([200, '']);
    expect(await send(`osmand?${body}`, { method: 'POST' })).toEqual([200, '']);
    const [row, ...more] = await stored(one);
    expect(more).toEqual([]);
    expect(row).toMatchObject({ lon: -9.1, lat: 38.7, heading_degrees: 45, battery_percent: 50.5 });
    expect(row?.recorded_at).toBe(momentAt(0));
    expect(row?.['speed_mps']).toBeCloseTo(5.14444, 4);
  });

  it('are taken as JSON, in metres a second', async () => {
    const one = await rig.actor();
    const { token } = await device(one);
    const body = payload('traccar-client.json', token);
    expect(await send('osmand', { method: 'POST', headers: json, body })).toEqual([200, '']);
    expect(await stored(one)).toMatchObject([
      {
        recorded_at: '2025-06-15T13:45:12.862Z',
        lon: -122.084,
        lat: 37.4219983,
        accuracy_meters: 5,
        speed_mps: 0,
        heading_degrees: null,
        altitude_meters: 5,
        battery_percent: 100,
        is_mock: true,
      },
    ]);
  });

  it('are told that a device is not known, as Traccar does', async () => {
    const body = payload('traccar-client.json', 'nobody');
    expect(await statusOf('osmand', { method: 'POST', headers: json, body })).toBe(404);
    expect(await statusOf('osmand?id=123456&lat=60&lon=30', {})).toBe(400);
  });

  it('may forget a position that is none, and one that came before', async () => {
    const one = await rig.actor();
    const { token } = await device(one);
    for (const query of ['lat=95&lon=1', 'lat=x&lon=1', 'lat=1&lon=1&timestamp=x', 'batt=5']) {
      expect(await send(`osmand?id=${token}&${query}`, {})).toEqual([200, '']);
    }
    expect(await stored(one)).toEqual([]);
  });
});

describe('OwnTracks', () => {
  const post = (token: string, body: string) =>
    send('owntracks', {
      method: 'POST',
      headers: { ...json, ...basic(token), 'x-limit-u': 'jane', 'x-limit-d': 'phone' },
      body,
    });

  it('is taken in km/h and seconds', async () => {
    const one = await rig.actor();
    const { token } = await device(one);
    expect(await post(token, payload('owntracks-location.json'))).toEqual([200, '[]']);
    const [row] = await stored(one);
    expect(row).toMatchObject({
      recorded_at: '2017-06-15T06:37:31.000Z',
      sent_at: '2017-06-15T06:37:32.000Z',
      lon: 2.29513,
      lat: 48.85833,
      accuracy_meters: 5,
      altitude_meters: 167,
      heading_degrees: 271,
      battery_percent: 41,
    });
    expect(row?.['speed_mps']).toBeCloseTo(61 / 3.6, 4);
  });

  it('may forget what is no position, and an empty body', async () => {
    const { token } = await device(await rig.actor());
    for (const body of ['', '{"_type":"waypoint","desc":"x","tst":1}', '{"_type":"lwt","tst":1}']) {
      expect(await post(token, body)).toEqual([200, '[]']);
    }
  });

  it('is told where friends are, who share with a group of the person', async () => {
    const [one, friend, stranger] = [await rig.actor(), await rig.actor(), await rig.actor()];
    const group = await rig.group();
    await rig.join(group, one, friend);
    await rig.join(await rig.group(), stranger);
    await friend.ask('POST /api/location-shares', {
      room: `group:${group.code}`,
      until: inSeconds(3600),
    });
    const recordedAt = inSeconds(1);
    await friend.ask('POST /api/location-reports', { lon: 1, lat: 2, recordedAt, speedMps: 10 });
    const sent = JSON.stringify({ _type: 'location', lat: 1, lon: 1, tst: 1_700_000_000 });
    const [, text] = await post((await device(one)).token, sent);
    const topic = `owntracks/${friend.documentId}/shoal`;
    const tid = friend.documentId.slice(0, 2).toUpperCase();
    expect(JSON.parse(text)).toEqual([
      { _type: 'card', name: friend.documentId, tid, topic },
      {
        _type: 'location',
        topic,
        tid,
        lat: 2,
        lon: 1,
        vel: 36,
        tst: Math.floor(Date.parse(recordedAt) / 1000),
      },
    ]);
    const [, none] = await post((await device(stranger)).token, sent);
    expect(none).toBe('[]');
  });
});

describe('Overland', () => {
  const post = (token: string, body: string) =>
    send('overland', {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${token}` },
      body,
    });

  it('is taken as a batch, and told exactly that it may forget it', async () => {
    const one = await rig.actor();
    const { token } = await device(one);
    const body = payload('overland-batch.json');
    expect(await post(token, body)).toEqual([200, '{"result":"ok"}']);
    expect(await post(token, body)).toEqual([200, '{"result":"ok"}']);
    const rows = await stored(one);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      recorded_at: '2015-10-01T15:00:00.000Z',
      lon: -122.030581,
      lat: 37.3318,
      speed_mps: 4,
      accuracy_meters: 30,
    });
    expect(rows[0]?.['battery_percent']).toBeCloseTo(89, 3);
  });

  it('takes 1,000 positions and where the phone is now', async () => {
    const one = await rig.actor();
    const { token } = await device(one);
    const feature = (seconds: number) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [-9 + seconds / 1e5, 38] },
      properties: { timestamp: momentAt(seconds), speed: -1, note: 'x'.repeat(400) },
    });
    const locations: object[] = Array.from({ length: 1000 }, (_, second) => feature(second));
    locations.push({ type: 'Feature', geometry: null, properties: { type: 'trip' } });
    const body = JSON.stringify({ locations, current: feature(2000) });
    expect(await post(token, body)).toEqual([200, '{"result":"ok"}']);
    const rows = await stored(one);
    expect(rows).toHaveLength(1001);
    expect(rows.every(({ speed_mps }) => speed_mps === null)).toBe(true);
  });
});

describe('the token of a device', () => {
  it('is shown once and kept as a hash', async () => {
    const one = await rig.actor();
    const { token, id } = await device(one);
    expect(token).toMatch(/^[0-9a-z]{26}$/);
    const { text } = await one.ask('GET /api/users/me/devices');
    expect(text).toContain(id);
    expect(text).not.toContain(token);
    const rows = await rig.app.db('location_devices').where('public_id', id);
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('is worth nothing when it was revoked, or its person suspended, or for anything else', async () => {
    const one = await rig.actor();
    const [first, second] = [await device(one), await device(one)];
    const tryOut = (token: string) => statusOf(`osmand?id=${token}&lat=1&lon=1`, {});
    expect(await tryOut(first.token.toUpperCase())).toBe(200);
    const other = await rig.actor();
    expect((await other.ask(`DELETE /api/users/me/devices/${first.id}`)).status).toBe(404);
    expect((await one.ask(`DELETE /api/users/me/devices/${first.id}`)).status).toBe(204);
    expect(await tryOut(first.token)).toBe(400);
    const asToken = await one.ask('GET /api/users/me', undefined, {
      authorization: `Bearer ${second.token}`,
    });
    expect(asToken.status).toBe(401);
    await rig.app.db('up_users').where('id', one.userId).update({ account_status: 'suspended' });
    await new Promise((resolve) => setTimeout(resolve, 2100));
    expect(await tryOut(second.token)).toBe(400);
    for (const path of ['owntracks', 'overland']) {
      const headers = { ...json, ...basic(second.token) };
      expect((await send(path, { method: 'POST', headers, body: '{}' }))[0]).toBe(401);
    }
  });
});
