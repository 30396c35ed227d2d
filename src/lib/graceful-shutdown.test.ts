import {
  Agent,
  createServer,
  get,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDraining } from './draining';
import { createGracefulShutdown } from './graceful-shutdown';

/** Unit tests need nothing running: the server is this process's own, on a free loopback port. */
let server: Server;
let port: number;
let held: ServerResponse[];
let events: string[];
const agent = new Agent({ keepAlive: true });

beforeEach(async () => {
  held = [];
  events = [];
  server = createServer((request, response) => {
    if (request.url === '/held') held.push(response);
    else response.end('at once');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

const ask = (path: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent }, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer));
    }).once('error', reject);
  });

function prepare(graceSeconds: number) {
  let exit: (code: number) => void = () => undefined;
  const code = new Promise<number>((resolve) => (exit = resolve));
  const destroy = () => Promise.resolve(void events.push('destroyed'));
  const log = () => undefined;
  const stop = createGracefulShutdown({
    server,
    destroy,
    graceSeconds,
    delaySeconds: 0,
    exit,
    log,
  });
  return { stop, code };
}

const untilHeld = async () => {
  while (held.length === 0) await new Promise((resolve) => setImmediate(resolve));
};

it('sends the answer in the making, as the last on its connection, before it destroys', async () => {
  const { stop, code } = prepare(5);
  await ask('/at-once');
  const answer = ask('/held');
  await untilHeld();
  void stop('SIGTERM');
  void stop('SIGTERM');
  expect(isDraining()).toBe(true);
  await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  expect(events).toEqual([]);
  held[0]?.end('at last');
  expect((await answer).headers.connection).toBe('close');
  expect(await code).toBe(0);
  expect(events).toEqual(['destroyed']);
});

it('ends as failed when a request outlasts the grace', async () => {
  const { stop, code } = prepare(0.05);
  const answer = ask('/held').catch(() => undefined);
  await untilHeld();
  void stop('SIGTERM');
  expect(await code).toBe(1);
  expect(events).toEqual([]);
  held[0]?.destroy();
  await answer;
});
