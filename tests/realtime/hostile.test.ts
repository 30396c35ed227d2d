import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { until } from '../support/launcher-process';
import {
  codeOf,
  openSocket,
  untilHeard,
  useRealtime,
  type TestSocket,
} from '../support/realtime-rig';

const rig = useRealtime();

const MEGABYTE = 1024 * 1024;

/** A WebSocket that speaks Engine.IO by hand; its open frame has come. */
const rawSocket = (): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const address = `${rig.app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
    const socket = new WebSocket(address);
    socket.once('message', () => resolve(socket));
    socket.once('error', reject);
  });

const untilClosed = (socket: WebSocket): Promise<void> =>
  until('it is closed', () => socket.readyState === WebSocket.CLOSED, 15_000);

/** Signed in, by hand. */
async function signedIn(): Promise<WebSocket> {
  const socket = await rawSocket();
  const token = await rig.tokenOf(await rig.actor());
  const answered = new Promise((resolve) => socket.once('message', resolve));
  socket.send(`40${JSON.stringify({ token })}`);
  await answered;
  return socket;
}

/** Somebody else is still served. */
async function expectAlive(): Promise<void> {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  const socket = await rig.connectAs(one);
  await socket.ask('chat:join', { room });
  expect(await socket.ask('chat:send', rig.message(room))).toMatchObject({ ok: true });
  await untilHeard(socket, 1);
}

it('asks who leaves and comes again over one connection to open another', async () => {
  const socket = await signedIn();
  const answered = new Promise<string>((resolve) =>
    socket.on('message', (bytes: Buffer) => {
      const text = bytes.toString();
      if (text.startsWith('44')) resolve(text);
    }),
  );
  socket.send('41');
  socket.send(`40${JSON.stringify({ token: await rig.tokenOf(await rig.actor()) })}`);
  expect(await answered).toContain('"status":401');
  await expectAlive();
});

it('W-06: drops who sends a packet that is too large', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  const socket = await rig.connectAs(one);
  const large = { ...rig.message(room), text: 'x'.repeat(1.1 * MEGABYTE) };
  socket.socket.emit('chat:send', large);
  await until('it is dropped', () => socket.isOver(), 5000);
  const long = await (
    await rig.connectAs(one)
  ).ask('chat:send', rig.message(room, 'x'.repeat(8001)));
  expect(codeOf(long)).toBe('validation-failed');
  await expectAlive();
});

it('W-07: drops who sends packets that are none, and goes on', async () => {
  const before = process.memoryUsage().rss;
  const frames = [
    '451000000-["chat:send",{"_placeholder":true,"num":0}]',
    '42["chat:send"',
    '42{}',
    '42[]',
    '42[null]',
    '42[{"a":1}]',
    '4299999999999999999999["chat:join",{}]',
    '43[]',
    '431["nobody asked"]',
    '44{"message":"no"}',
    '45',
    '4',
    '9',
    '',
    '{}',
    `42["${'x'.repeat(1000)}",{}]`,
    '42["__proto__",{}]',
    '42["constructor",{"__proto__":{"a":1}}]',
    '420["disconnect"]',
    '42["connect_error"]',
    '41',
    '40',
    '40{"token":',
  ];
  for (const frame of frames) {
    const socket = await signedIn();
    socket.send(frame);
    socket.send(Buffer.from([0, 1, 2, 255]));
    await until(
      'it is dropped or answered',
      () => socket.readyState !== WebSocket.OPEN || socket.bufferedAmount === 0,
      5000,
    );
    socket.terminate();
  }
  const socket = await rawSocket();
  for (let count = 0; count < 10_000; count += 1) socket.send(`40/ns-${count},`);
  socket.send('451000000-["chat:send"]');
  await untilClosed(socket);
  await expectAlive();
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * MEGABYTE);
});

it('drops who connects and does not say who they are', async () => {
  const socket = await rawSocket();
  await untilClosed(socket);
}, 30_000);

it('leaves upgrades at other addresses to others, and ends those that nobody answers', async () => {
  const socket = new WebSocket(`${rig.app.url.replace('http', 'ws')}/nothing/here`);
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('error', () => resolve(0));
  });
  expect(status).toBe(404);
}, 30_000);

it('sends what is on its way before it goes on to a client that comes again', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  const first = await rig.connectAs(one);
  const { clientId } = { clientId: randomUUID() };
  const sent = { room, clientId, text: 'Once' };
  first.socket.emit('chat:send', sent);
  first.socket.disconnect();
  const second: TestSocket = await openSocket(rig.app.url, {
    auth: { token: await rig.tokenOf(one) },
  });
  expect(await second.ask('chat:send', sent)).toMatchObject({ data: { message: { eventSeq: 1 } } });
  second.socket.disconnect();
});
