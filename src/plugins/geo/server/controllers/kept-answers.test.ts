import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import Koa from 'koa';
import { createKeptAnswers } from './kept-answers';

let server: Server;
let produced: string[];

async function serve(maxBytes: number): Promise<void> {
  const kept = createKeptAnswers(maxBytes);
  produced = [];
  const app = new Koa();
  app.use((ctx) =>
    kept(ctx, ctx.path, () => {
      produced.push(ctx.path);
      ctx.vary('Accept-Encoding');
      if (ctx.path === '/nothing') {
        ctx.status = 204;
      } else if (ctx.path === '/object') {
        ctx.body = { number: produced.length };
        ctx.set('Content-Type', 'application/geo+json');
      } else {
        const isPacked = ctx.acceptsEncodings('gzip') === 'gzip';
        ctx.body = isPacked ? gzipSync('tile') : Buffer.from('tile');
        if (isPacked) ctx.set('Content-Encoding', 'gzip');
      }
      return Promise.resolve();
    }),
  );
  server = createServer(app.callback() as never).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
}

const ask = async (path: string, coding = 'identity') => {
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { 'Accept-Encoding': coding },
  });
  const [status, text] = [answer.status, await answer.text()];
  const named = (name: string) => answer.headers.get(name);
  return { status, text, type: named('Content-Type'), vary: named('Vary') };
};

afterEach(() => server.close());

it.each(['/object', '/nothing', '/tile'])('sends %s again as it was', async (path) => {
  await serve(1_000_000);
  const first = await ask(path);
  expect(await ask(path)).toEqual(first);
  expect(produced).toEqual([path]);
  expect(first.vary).toBe('Accept-Encoding');
});

it('keeps the packed apart from the plain', async () => {
  await serve(1_000_000);
  // A client that likes plain better still takes packed ones.
  for (const coding of ['gzip', 'identity', 'identity, gzip;q=0.5', 'gzip', 'identity']) {
    expect((await ask('/tile', coding)).text).toBe('tile');
  }
  expect(produced).toHaveLength(2);
});

it('forgets what was not asked for longest when there is no more room', async () => {
  await serve(1300);
  for (const path of ['/a', '/b', '/a', '/c', '/a', '/b']) await ask(path);
  expect(produced).toEqual(['/a', '/b', '/c', '/b']);
});

it('keeps nothing when there is no room', async () => {
  await serve(0);
  await ask('/object');
  expect((await ask('/object')).text).toBe('{"number":2}');
});
