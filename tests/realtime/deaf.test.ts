import { once } from 'node:events';
import net from 'node:net';
import type { Duplex } from 'node:stream';
import WebSocket from 'ws';
import type { OpenGateway } from '../../src/plugins/realtime/server/open-gateway';
import { until } from '../support/launcher-process';
import type { TestPerson } from '../support/people';
import { untilHeard, useRealtime } from '../support/realtime-rig';

const rig = useRealtime();

/** Speaks Engine.IO by hand, signed in and in the room. */
async function joined(person: TestPerson, room: string): Promise<WebSocket> {
  const address = `${rig.app.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(address);
  await once(socket, 'message');
  for (const packet of [
    `40${JSON.stringify({ token: await rig.tokenOf(person) })}`,
    `420${JSON.stringify(['chat:join', { room }])}`,
  ]) {
    socket.send(packet);
    await once(socket, 'message');
  }
  return socket;
}

const server = () => rig.app.strapi.server.httpServer;
const open = (): Promise<number> =>
  new Promise((resolve, reject) =>
    server().getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

/** Asks for an upgrade and never ends its half of the connection by itself. */
function askForUpgrade(path: string): net.Socket {
  const { hostname, port } = new URL(rig.app.url);
  const socket = net.connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  );
  return socket;
}

it('ends upgrades at addresses that only look like its own', async () => {
  const before = await open();
  const sockets = ['/socket.iox', '/socket.io', '/socket.io?x', '/socket.iox/'].map(askForUpgrade);
  const answers = await Promise.all(
    sockets.map(async (socket) => String((await once(socket, 'data'))[0])),
  );
  for (const answer of answers) expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  await until('nothing is left of them', async () => (await open()) <= before, 5000);
  for (const socket of sockets) socket.destroy();
}, 15_000);

it('outlives those who break off while nobody has answered them', async () => {
  const before = await open();
  const sockets = Array.from({ length: 50 }, (_, index) =>
    askForUpgrade(index % 2 ? '/socket.iox' : '/nothing/here'),
  );
  await until('they are here', async () => (await open()) >= before + sockets.length, 5000);
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const socket of sockets) socket.resetAndDestroy();
  await until('they are gone', async () => (await open()) <= before, 5000);
  expect((await fetch(`${rig.app.url}/api/nothing`)).status).toBe(404);
}, 15_000);

it('sends nothing more to who was shown out and does not answer that', async () => {
  const [one, other] = [await rig.actor(), await rig.actor()];
  const { room } = await rig.room(one, other);
  const talking = await rig.connectAs(other);
  await talking.ask('chat:join', { room });
  const deaf = await joined(one, room);
  // What comes is kept as it is: nobody answers the frame that closes.
  const { _socket: wire } = deaf as unknown as { _socket: Duplex };
  wire.removeAllListeners('data');
  let heard = '';
  wire.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')));
  await talking.ask('chat:send', rig.message(room, 'Before'));
  await until('they hear', () => heard.includes('Before'), 5000);
  await rig.app.db('up_users').where('id', one.userId).update({ account_status: 'suspended' });
  // 4401 (0x1131) and the code of the problem.
  await until('they are told', () => heard.includes('\x11\x31unauthenticated'), 5000);
  expect(heard).toContain('session:ended');
  await talking.ask('chat:send', rig.message(room, 'Afterwards'));
  await untilHeard(talking, 2);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(heard).not.toContain('Afterwards');
  expect(deaf.readyState).toBe(WebSocket.OPEN);
  wire.destroy();
}, 20_000);

const FRAME = 'x'.repeat(64 * 1024);
const FRAMES = 600;

it('drops who reads nothing by the bytes that wait, and does not copy them with each turn', async () => {
  const one = await rig.actor();
  const { room } = await rig.room(one);
  const deaf = await joined(one, room);
  const { gateway } = rig.app.strapi.plugin('realtime').service<OpenGateway>('openGateway');
  const sockets = () => [...(gateway?.io.of('/').sockets.values() ?? [])];
  const [socket] = sockets().filter(({ data }) => data.principal.userId === one.userId);
  if (!socket) throw new Error('They are not here.');
  deaf.pause();
  const beganAt = process.cpuUsage();
  for (let count = 0; count < FRAMES; count += 1) {
    socket.emit('session:ended', { problem: { padding: FRAME } } as never);
    await new Promise(setImmediate);
  }
  const { user, system } = process.cpuUsage(beganAt);
  expect((user + system) / 1000).toBeLessThan(3000);
  // Heartbeats that nobody asked for keep who does not read from being given up.
  deaf.send('3');
  await until('it is dropped', () => !sockets().includes(socket), 8000);
  deaf.terminate();
}, 30_000);
