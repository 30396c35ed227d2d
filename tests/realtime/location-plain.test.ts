import WebSocket from 'ws';
import { asBrowser, asProgram, makePerson, signIn, type TestPerson } from '../support/people';
import { until } from '../support/launcher-process';
import { useRealtime } from '../support/realtime-rig';

const rig = useRealtime();
// Positions here come faster than those of phones.
process.env.LOCATION_INTERVAL_MS = '1';

interface Plain {
  socket: WebSocket;
  /** Sends a message and gives the next answer. */
  say: (message: unknown) => Promise<unknown>;
  closed: () => number | undefined;
}
const open = new Set<WebSocket>();
afterEach(() => {
  for (const socket of open) socket.terminate();
  open.clear();
});

const addressOf = (path: string) => `${rig.app.url.replace('http', 'ws')}${path}`;

function connect(headers: Record<string, string> = {}, path = '/ws/location/'): Promise<Plain> {
  const socket = new WebSocket(addressOf(path), { headers });
  open.add(socket);
  const heard: unknown[] = [];
  let closeCode: number | undefined;
  socket.on('message', (bytes: Buffer) => heard.push(JSON.parse(bytes.toString())));
  socket.on('close', (code) => (closeCode = code));
  const say = async (message: unknown) => {
    const before = heard.length;
    socket.send(typeof message === 'string' ? message : JSON.stringify(message));
    await until('it was answered', () => heard.length > before, 5000);
    return heard[before];
  };
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve({ socket, say, closed: () => closeCode }));
    socket.once('error', reject);
  });
}

const refusedWith = (headers: Record<string, string>, path = '/ws/location/'): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(addressOf(path), { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
    });
    socket.on('error', () => resolve(0));
  });

const update = { type: 'location_update', latitude: 38.7, longitude: -9.1 };
const saved = { type: 'location_saved', success: true };
const countOf = async ({ userId }: TestPerson) =>
  (await rig.app.db('location_positions').where('user_id', userId)).length;

it('takes positions of who signs in by a first message, and says so when they are stored', async () => {
  const one = await rig.actor();
  const { say } = await connect();
  expect(await say({ type: 'authenticate', token: await rig.tokenOf(one) })).toEqual({
    type: 'authenticated',
    success: true,
  });
  expect(await say(update)).toEqual(saved);
  expect(await countOf(one)).toBe(1);
  expect(await say({ ...update, accuracy: 5, timestamp: 1 })).toEqual(saved);
  expect(await countOf(one)).toBe(2);
});

it('knows who comes with a header or the cookie of a page', async () => {
  const one = await makePerson(rig.app);
  for (const headers of [
    asProgram(await signIn(rig.app, one)),
    asBrowser(await signIn(rig.app, one, 'cookie')),
  ]) {
    for (const path of ['/ws/location/', '/ws/location']) {
      const { say } = await connect(headers, path);
      expect(await say(update)).toEqual(saved);
    }
  }
  expect(await countOf(one)).toBe(4);
});

it('refuses pages of other origins, and addresses that are none', async () => {
  const { cookie = '' } = asBrowser(await signIn(rig.app, await makePerson(rig.app), 'cookie'));
  expect(await refusedWith({ cookie, origin: 'https://evil.example' })).toBe(403);
  expect(await refusedWith({ cookie, origin: 'null' })).toBe(403);
  expect(await refusedWith({ cookie })).toBe(403);
  expect(await refusedWith({ cookie, origin: 'http://localhost:3000' })).toBe(101);
  expect(await refusedWith({}, '/ws/other')).toBe(404);
}, 15_000);

it('stores nothing of strangers, and ends the connection', async () => {
  const first = await connect();
  expect(await first.say(update)).toMatchObject({
    type: 'location_saved',
    success: false,
    code: 'unauthenticated',
  });
  const second = await connect();
  expect(await second.say({ type: 'authenticate', token: 'guess' })).toMatchObject({
    type: 'authenticated',
    success: false,
    code: 'unauthenticated',
  });
  await until('it was ended', () => second.closed() === 4401, 5000);
});

it('says what is wrong with a message, and goes on', async () => {
  const one = await rig.actor();
  const { say } = await connect({ authorization: `Bearer ${await rig.tokenOf(one)}` });
  for (const wrong of [{ latitude: 91 }, { longitude: 'x' }, { latitude: null }]) {
    expect(await say({ ...update, ...wrong })).toMatchObject({
      type: 'location_saved',
      success: false,
      code: 'validation-failed',
    });
  }
  expect(await say('no json')).toMatchObject({ type: 'error', code: 'malformed-body' });
  expect(await say([1])).toMatchObject({ type: 'error', code: 'malformed-body' });
  expect(await say({ type: 'drop_table' })).toMatchObject({ type: 'error', code: 'unknown-event' });
  expect(await say(update)).toEqual(saved);
  expect(await countOf(one)).toBe(1);
});

it('ends when nobody says who they are', async () => {
  const { closed } = await connect();
  await until('it was ended', () => closed() === 4401, 15_000);
});

it('ends with its session', async () => {
  const one = await rig.actor();
  const session = await signIn(rig.app, one);
  const { say, closed } = await connect(asProgram(session));
  expect(await say(update)).toEqual(saved);
  await rig.app.db('up_users').where('id', one.userId).update({ account_status: 'suspended' });
  const answer = async () => (await say(update)) as { success: boolean };
  await until('they are shown out', async () => !(await answer()).success, 5000);
  await until('it was ended', () => closed() === 4401, 5000);
});
