import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createClaims } from './claims';
import { databaseMessage, type DatabaseMessage, receive, send } from './control-protocol';

const TOKEN = 'the token of the lock file';
let server: Server;
let endings: number;
let claims: ReturnType<typeof createClaims>;

beforeEach(async () => {
  endings = 0;
  const onLastEnded = () => void (endings += 1);
  claims = createClaims({ token: TOKEN, url: Promise.resolve('postgresql://there'), onLastEnded });
  server = createServer(claims.accept);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => server.close());

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
}

/** A launcher's end of a control connection, with what it was told. */
function openLauncher(name: string, role: 'server' | 'command', token = TOKEN) {
  const { port } = server.address() as AddressInfo;
  const socket: Socket = connect({ host: '127.0.0.1', port });
  const told: DatabaseMessage['type'][] = [];
  let isClosed = false;
  socket.on('error', () => socket.destroy());
  socket.on('close', () => (isClosed = true));
  receive(socket, databaseMessage, ({ type }) => told.push(type));
  send(socket, { type: 'claim', token, role, name, pid: 1 });
  return { socket, told, isClosed: () => isClosed };
}

it('grants commands always and a server once', async () => {
  const all = [openLauncher('a', 'server'), openLauncher('b', 'command')];
  await until(() => all.every(({ told }) => told.length === 1));
  const second = openLauncher('c', 'server');
  await until(second.isClosed);
  expect(all.map(({ told }) => told)).toEqual([['granted'], ['granted']]);
  expect(second.told).toEqual(['refused']);
  for (const { socket } of all) socket.destroy();
  await until(() => endings === 1);
});

it('hangs up on one that does not know the token, or speaks otherwise', async () => {
  const stranger = openLauncher('a', 'server', 'a guess of the same length');
  await until(stranger.isClosed);
  const { port } = server.address() as AddressInfo;
  const browser = connect({ host: '127.0.0.1', port }, () =>
    browser.write('GET / HTTP/1.1\r\n\r\n'),
  );
  await new Promise((resolve) => browser.once('close', resolve));
  expect(stranger.told).toEqual([]);
  expect(claims.count()).toBe(0);
});

it('ends the claim of a process that was killed, whose connection is reset', async () => {
  const killed = openLauncher('a', 'server');
  await until(() => killed.told.length === 1);
  killed.socket.resetAndDestroy();
  await until(() => endings === 1);
  expect(claims.count()).toBe(0);
});

it('gives the turn to load the app to one at a time, passing over those who are gone', async () => {
  const [first, gone, last] = [
    openLauncher('a', 'command'),
    openLauncher('b', 'command'),
    openLauncher('c', 'command'),
  ];
  for (const { told, socket } of [first, gone, last]) {
    await until(() => told.length === 1);
    send(socket, { type: 'take-boot-turn' });
  }
  await until(() => first.told.length === 2);
  gone.socket.destroy();
  await until(() => claims.count() === 2);
  expect(last.told).toEqual(['granted']);
  send(first.socket, { type: 'end-boot-turn' });
  await until(() => last.told.length === 2);
  expect([first.told, last.told]).toEqual([
    ['granted', 'boot-turn'],
    ['granted', 'boot-turn'],
  ]);
  first.socket.destroy();
  last.socket.destroy();
});
