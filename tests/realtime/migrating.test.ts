import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { listOf, outcomeOf, pointersOf } from '../support/groups-rig';
import { until } from '../support/launcher-process';
import { inSeconds } from '../support/places';
import { untilHeard, useRealtime, type Actor } from '../support/realtime-rig';

/** The rows about positions and messages of docs/migrating.md, in their order. */

const rig = useRealtime();

const share = (person: Actor, room: string) =>
  person.ask('POST /api/location-shares', { room, until: inSeconds(3600) });

describe('reports', () => {
  it('take latitude and longitude, and answer with counts', async () => {
    const one = await rig.actor();
    const body = { latitude: 38.7, longitude: -9.1, recordedAt: inSeconds(-5) };
    const first = await one.ask('POST /api/location-reports', body);
    expect([first.status, first.data]).toEqual([201, { accepted: 1, duplicates: 0, rejected: [] }]);
    const again = await one.ask('POST /api/location-reports', body);
    expect([again.status, again.data]).toEqual([200, { accepted: 0, duplicates: 1, rejected: [] }]);
  });

  it('refuse what is no field, and text instead of numbers', async () => {
    const one = await rig.actor();
    const body = { latitude: '38.7', longitude: -9.1, timestamp: 1 };
    const answer = await one.ask('POST /api/location-reports', body);
    expect([answer.status, pointersOf(answer).sort()]).toEqual([422, ['/latitude', '/timestamp']]);
  });

  it('are listed for their owner alone, oldest first, by cursor', async () => {
    const [one, admin] = [await rig.actor(), await rig.actor('admin')];
    for (const seconds of [-30, -20, -10]) {
      const place = { latitude: 38, longitude: seconds, recordedAt: inSeconds(seconds) };
      await one.ask('POST /api/location-reports', place);
    }
    const first = await one.ask('GET /api/location-reports?limit=2');
    expect(listOf(first).map(({ lon }) => lon)).toEqual([-30, -20]);
    const { meta } = JSON.parse(first.text) as { meta: { nextCursor: string } };
    const rest = await one.ask(`GET /api/location-reports?limit=2&cursor=${meta.nextCursor}`);
    expect(listOf(rest).map(({ lon }) => lon)).toEqual([-10]);
    expect(listOf(await admin.ask('GET /api/location-reports'))).toEqual([]);
  });

  it('show the own latest, and that of others in rooms they share with', async () => {
    const [one, other] = [await rig.actor(), await rig.actor()];
    const { room } = await rig.room(one, other);
    const latest = async (person: Actor) =>
      (await person.ask('GET /api/location-reports/latest')).data;
    expect(await latest(one)).toEqual({ own: null, rooms: [] });
    await one.ask('POST /api/location-reports', { latitude: 38, longitude: 1 });
    expect(await latest(one)).toMatchObject({ own: { lon: 1, lat: 38 }, rooms: [] });
    expect(await latest(other)).toEqual({ own: null, rooms: [] });
    await share(one, room);
    await one.ask('POST /api/location-reports', {
      latitude: 38,
      longitude: 1.0001,
      recordedAt: inSeconds(2),
    });
    expect(await latest(other)).toMatchObject({
      own: null,
      rooms: [{ room, positions: [{ person: { id: one.documentId }, lon: 1.0001, lat: 38 }] }],
    });
  });

  it('need a sign-in, and are found with a slash at the end as well', async () => {
    const one = await rig.actor();
    for (const path of ['/api/location-reports', '/api/location-reports/latest']) {
      expect((await fetch(`${rig.app.url}${path}`)).status).toBe(401);
      expect([path, (await one.ask(`GET ${path}/`)).status]).toEqual([path, 200]);
    }
    const body = { latitude: 38, longitude: 1 };
    expect((await one.ask('POST /api/location-reports/', body)).status).toBe(201);
  });
});

describe('the plain WebSocket', () => {
  async function connect(path: string) {
    const socket = new WebSocket(`${rig.app.url.replace('http', 'ws')}${path}`);
    const heard: unknown[] = [];
    let closeCode = 0;
    socket.on('message', (bytes: Buffer) => heard.push(JSON.parse(bytes.toString())));
    socket.on('close', (code) => (closeCode = code));
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    return { socket, heard, closeCode: () => closeCode };
  }
  const update = { type: 'location_update', latitude: 38.7, longitude: -9.1 };

  it('signs in by its first message, and says saved when the position is stored', async () => {
    const one = await rig.actor();
    for (const path of ['/ws/location/', '/ws/location']) {
      const { socket, heard } = await connect(path);
      const token = await rig.tokenOf(one);
      socket.send(JSON.stringify({ type: 'authenticate', token }));
      socket.send(JSON.stringify(update));
      await until('both are answered', () => heard.length === 2, 5000);
      socket.close();
      expect(heard).toEqual([
        { type: 'authenticated', success: true },
        { type: 'location_saved', success: true },
      ]);
    }
    expect(listOf(await one.ask('GET /api/location-reports')).length).toBeGreaterThan(0);
  });

  it('says why it refuses, and takes no token from the address', async () => {
    const token = await rig.tokenOf(await rig.actor());
    const { socket, heard, closeCode } = await connect(`/ws/location/?token=${token}`);
    socket.send(JSON.stringify(update));
    await until('it is over', () => closeCode() !== 0, 5000);
    expect(heard).toEqual([
      {
        type: 'location_saved',
        success: false,
        code: 'unauthenticated',
        detail: expect.any(String) as string,
      },
    ]);
    expect(closeCode()).toBe(4401);
  });
});

it('keeps the messages of a group where the group is, with an id of the client', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room, code, documentId } = await rig.room(one, other);
  const socket = await rig.connectAs(other);
  await socket.ask('chat:join', { room });
  const path = `/api/groups/${code}/messages`;
  const missing = await one.ask(`POST ${path}`, { content: 'Low tide at six' });
  expect([missing.status, pointersOf(missing).sort()]).toEqual([
    422,
    ['/clientId', '/content', '/text'],
  ]);
  const body = { clientId: randomUUID(), text: 'Low tide at six' };
  const sent = await one.ask(`POST ${path}`, body);
  expect(sent.status).toBe(201);
  expect(sent.data).toMatchObject({ author: { id: one.documentId }, eventSeq: 1 });
  expect((await one.ask(`POST ${path}`, body)).data).toEqual(sent.data);
  await untilHeard(socket, 1);
  const page = await other.ask(`GET /api/groups/${documentId}/messages?limit=1&before=2`);
  expect(JSON.parse(page.text)).toEqual({ data: [sent.data], meta: { limit: 1, hasMore: false } });
  const stranger = await rig.actor('supervisor');
  expect(outcomeOf(await stranger.ask(`GET ${path}`))).toEqual([404, 'not-found']);
});

it('leaves a deleted message in its place without its text', async () => {
  const one = await rig.actor();
  const { room, code } = await rig.room(one);
  const { data } = await one.ask(`POST /api/rooms/${room}/messages`, {
    clientId: randomUUID(),
    text: 'Oops',
  });
  const address = `/api/messages/${String(data['id'])}`;
  expect((await one.ask(`PATCH ${address}`, { text: 'Low tide' })).status).toBe(200);
  expect((await one.ask(`DELETE ${address}`)).status).toBe(200);
  const [left] = listOf(await one.ask(`GET /api/groups/${code}/messages`));
  expect(left).toMatchObject({ id: data['id'], text: '', deletedAt: expect.any(String) as string });
});
