import WebSocket from 'ws';
import { until } from '../support/launcher-process';
import { shuffled } from '../support/places';
import { codeOf, useRealtime } from '../support/realtime-rig';

const rig = useRealtime();
Object.assign(process.env, {
  THROTTLE_ENABLED: 'true',
  THROTTLE_ANON: '3/minute',
  THROTTLE_TRACKING: '5/minute',
});

const here = () => ({ lon: 1, lat: 1, recordedAt: new Date().toISOString() });

it('counts phones by their device, and what has none by its address', async () => {
  const one = await rig.actor();
  const send = async (token: string) =>
    (await fetch(`${rig.app.url}/api/track/osmand?id=${token}&lat=1&lon=1`)).status;
  for (const name of ['Phone', 'Watch']) {
    const { data } = await one.ask('POST /api/users/me/devices', { name });
    const statuses: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) statuses.push(await send(String(data['token'])));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  }
  const strangers: number[] = [];
  for (let turn = 0; turn < 6; turn += 1) strangers.push(await send(`guess${turn}`));
  expect(strangers).toEqual([400, 400, 400, 400, 400, 429]);
});

it('W-08: refuses updates that come too fast, and ends the connection of who goes on', async () => {
  const one = await rig.actor();
  const phone = await rig.connectAs(one);
  const codes: (string | undefined)[] = [];
  for (let turn = 0; turn < 60; turn += 1)
    codes.push(codeOf(await phone.ask('location:update', here())));
  expect(codes.filter((code) => code === undefined)).toHaveLength(20);
  expect(codes.filter((code) => code === 'rate-limited')).toHaveLength(40);
  const stored = await rig.app.db('location_positions').where('user_id', one.userId);
  expect(stored.length).toBeLessThan(20);
  phone.ask('location:update', here()).catch(() => undefined);
  await until('it is over', () => phone.isOver(), 5000);
});

it('W-08: keeps the last position of each half second, in whatever order they come', async () => {
  const one = await rig.actor();
  const phone = await rig.connectAs(one);
  const began = Math.floor(Date.now() / 1000) * 1000 - 600_000;
  const at = (ms: number) => ({
    lon: 1 + ms / 1e6,
    lat: 1,
    recordedAt: new Date(began + ms).toISOString(),
  });
  const way = shuffled(Array.from({ length: 300 }, (_, index) => at(index * 33)));
  const sums = { accepted: 0, duplicates: 0 };
  for (let from = 0; from < way.length; from += 60) {
    const { data } = await phone.ask('location:update', way.slice(from, from + 60));
    sums.accepted += Number(data?.['accepted']);
    sums.duplicates += Number(data?.['duplicates']);
  }
  expect(sums.accepted + sums.duplicates).toBe(300);
  const stored: { lon: number }[] = await rig.app
    .db('location_positions')
    .where('user_id', one.userId)
    .orderBy('recorded_at')
    .select('lon');
  const lasts = Array.from({ length: 20 }, (_, half) =>
    Math.min(299, Math.floor(((half + 1) * 500 - 1) / 33)),
  );
  expect(stored.map(({ lon }) => lon)).toEqual(lasts.map((index) => at(index * 33).lon));
  const { data } = await one.ask('GET /api/location-reports/latest');
  expect(data['own']).toMatchObject({ recordedAt: at(299 * 33).recordedAt });
  const again = await one.ask('POST /api/location-reports', at(33));
  expect([again.status, again.data]).toEqual([200, { accepted: 0, duplicates: 1, rejected: [] }]);
});

/** Says something to a plain WebSocket seventy times; gives the answers and with what it was closed. */
async function sayOften(message: (token: string) => string) {
  const token = await rig.tokenOf(await rig.actor());
  const socket = new WebSocket(`${rig.app.url.replace('http', 'ws')}/ws/location/`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const heard: { success: boolean; code?: string }[] = [];
  let closeCode = 0;
  socket.on('message', (bytes: Buffer) => heard.push(JSON.parse(bytes.toString()) as never));
  socket.on('close', (code) => (closeCode = code));
  await new Promise((resolve) => socket.once('open', resolve));
  for (let turn = 0; turn < 70; turn += 1) socket.send(message(token));
  await until('it is over', () => closeCode !== 0, 10_000);
  return { heard, closeCode };
}

it('does the same on a plain WebSocket', async () => {
  const { lon: longitude, lat: latitude } = here();
  const update = JSON.stringify({ type: 'location_update', latitude, longitude });
  const { heard, closeCode } = await sayOften(() => update);
  expect(closeCode).toBe(1013);
  expect(heard.filter(({ success }) => success)).toHaveLength(20);
  expect(heard.filter(({ code }) => code === 'rate-limited').length).toBeGreaterThanOrEqual(40);
});

it('counts on a plain WebSocket whatever is said', async () => {
  for (const message of [
    () => '{',
    () => JSON.stringify({ type: 'nothing' }),
    (token: string) => JSON.stringify({ type: 'authenticate', token }),
  ]) {
    const { heard, closeCode } = await sayOften(message);
    expect(closeCode).toBe(1013);
    expect(heard.filter(({ code }) => code === 'rate-limited')).toHaveLength(41);
  }
});
