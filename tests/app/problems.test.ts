import net from 'node:net';
import { gzipSync } from 'node:zlib';
import type { ProblemBody } from '../../src/lib/http/render-problem';
import { startApp, type TestApp } from '../support/app';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';

let app: TestApp;
let proxy: TcpProxy;
let token: string;

beforeAll(async () => {
  proxy = await startTcpProxy(process.env.DATABASE_URL ?? '');
  process.env.DATABASE_URL = proxy.url;
  app = await startApp();
  app.strapi.server.use((ctx, next) => {
    if (ctx.path === '/api/fault') throw new Error('password=hunter2 at /srv/secret.js');
    return next();
  });
  const tokens = app.strapi.service('admin::api-token') as unknown as {
    create(token: object): Promise<{ accessKey: string }>;
  };
  ({ accessKey: token } = await tokens.create({
    name: 'tests',
    type: 'full-access',
    lifespan: null,
  }));
});
afterAll(async () => {
  await app.stop();
  await proxy.close();
});

const ask = (path: string, init?: RequestInit) => fetch(`${app.url}${path}`, init);

async function refusalOf(answer: Response): Promise<ProblemBody> {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = (await answer.json()) as ProblemBody;
  expect(body).toMatchObject({ status: answer.status, data: null });
  expect(body.requestId).toBe(answer.headers.get('x-request-id'));
  expect(body.error).toMatchObject({ status: answer.status, message: body.detail });
  return body;
}

const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  ask('/api/occurrences', {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  });

describe('a query that cannot be understood', () => {
  it.each([
    ['bbox=1', 'bbox'],
    ['filters[nope][$eq]=1', 'filters'],
    ['sort=nope', 'sort'],
    ['fields=nope', 'fields'],
    ['populate=nope', 'populate'],
    ['pagination[pageSize]=-1', 'pagination[pageSize]'],
    ['pagination[page]=abc', 'pagination[page]'],
    ['filters[scientificName]=%00', 'filters'],
    ['filters[$and][0][$or][0][$and][0][id]=1', 'filters'],
    ['filters=1', 'filters'],
    ['filters[$and]=x', 'filters'],
    ['filters[$and][0]=x', 'filters'],
    ['filters[decimalLatitude][$gt]=abc', 'filters'],
    ['filters[scientificName][$between]=1', 'filters'],
    ['filters[flags][$contains]=x', 'filters'],
    ['filters[aphiaId][$startsWith]=1', 'filters'],
    ['filters[absence][$contains]=t', 'filters'],
    ['_q[]=cod', '_q'],
    ['pagination[size]=5', 'pagination'],
  ])('is refused with 400 and the name of the parameter: %s', async (query, parameter) => {
    const answer = await ask(`/api/occurrences?${query}`);
    expect(answer.status).toBe(400);
    const { type, code, errors } = await refusalOf(answer);
    expect({ type, code }).toEqual({ type: '/problems/invalid-query', code: 'invalid-query' });
    expect(errors[0]).toMatchObject({ parameter });
  });

  it.each([
    ['larger than its column', 'filters[id][$eq]=99999999999999999999'],
    ['no whole number', 'filters[aphiaId]=1.5'],
  ])('is 400 and not 500 when a number is %s', async (_, query) => {
    const answer = await ask(`/api/occurrences?${query}`);
    expect(answer.status).toBe(400);
    expect((await refusalOf(answer)).code).toBe('invalid-query');
  });

  it('is 414 when the address is too long and 431 when Node reads no further', async () => {
    const long = await ask(`/api/occurrences?q=${'a'.repeat(9000)}`);
    expect(long.status).toBe(414);
    await refusalOf(long);
    const longer = await ask(`/api/occurrences?q=${'a'.repeat(20_000)}`);
    expect(longer.status).toBe(431);
    await refusalOf(longer);
  });

  it('is 400 when the path is no UTF-8', async () => {
    const answer = await ask('/api/%E0%A4%A');
    expect(answer.status).toBe(400);
    expect((await refusalOf(answer)).code).toBe('malformed-path');
  });
});

describe('a body', () => {
  it.each([
    ['cut off', '{"data":'],
    ['no object', '"text"'],
  ])('that is %s is refused with 400', async (_, body) => {
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect((await refusalOf(answer)).code).toBe('malformed-body');
  });

  it.each([
    ['plain text', 'a', { 'content-type': 'text/plain' }],
    ['another character set', '{}', { 'content-type': 'application/json; charset=utf-7' }],
    ['a form with files', '--x--', { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('that is %s is refused with 415', async (_, body, headers) => {
    const answer = await send(body, headers);
    expect(answer.status).toBe(415);
    expect((await refusalOf(answer)).code).toBe('unsupported-media-type');
  });

  it('that is too large, packed or not, is refused with 413', async () => {
    const large = Buffer.alloc(300_000, ' ');
    for (const [body, headers] of [
      [large, {}],
      [gzipSync(Buffer.alloc(20_000_000, ' ')), { 'content-encoding': 'gzip' }],
    ] as const) {
      const answer = await send(new Uint8Array(body), headers);
      expect(answer.status).toBe(413);
      expect((await refusalOf(answer)).code).toBe('payload-too-large');
    }
  });

  it('that is well-formed but wrong is refused with 422 and pointers', async () => {
    const missing = await send(JSON.stringify({ data: {} }));
    expect(missing.status).toBe(422);
    const { code, errors } = await refusalOf(missing);
    expect(code).toBe('validation-failed');
    expect(errors.map(({ pointer }) => pointer)).toContain('/data/provider');

    const unknown = await send(JSON.stringify({ data: { nope: 1 } }));
    expect(unknown.status).toBe(422);
    expect((await refusalOf(unknown)).errors).toEqual([
      expect.objectContaining({ pointer: '/data/nope', code: 'unknown' }),
    ]);
  });
});

describe('an address', () => {
  it('that does not exist is 404 for every method', async () => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await ask('/api/nope', { method });
      expect(answer.status).toBe(404);
      expect(answer.headers.get('allow')).toBeNull();
      expect((await refusalOf(answer)).code).toBe('not-found');
    }
  });

  it('that knows other methods is 405 and lists them', async () => {
    for (const [path, method, allowed] of [
      ['/api/occurrences', 'DELETE', 'HEAD, GET, POST'],
      ['/api/health', 'POST', 'HEAD, GET'],
    ] as const) {
      const answer = await ask(path, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe(allowed);
      expect((await refusalOf(answer)).code).toBe('method-not-allowed');
    }
  });

  it('that needs a right is refused with 401 while nobody is signed in', async () => {
    const forged = await ask('/api/occurrences', { headers: { authorization: 'Bearer forged' } });
    expect(forged.status).toBe(401);
    expect((await refusalOf(forged)).code).toBe('unauthenticated');
    const anonymous = await ask('/api/occurrences/x', { method: 'DELETE' });
    expect(anonymous.status).toBe(401);
    expect((await refusalOf(anonymous)).code).toBe('unauthenticated');
  });

  it('of the admin panel keeps the shape that the panel reads', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await ask('/admin/login', { method: 'POST', body: '{}', headers });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    const body = (await answer.json()) as object;
    expect(Object.keys(body).sort()).toEqual(['data', 'error']);
  });
});

it('answers what is no HTTP with a problem and closes the connection', async () => {
  const { port, hostname } = new URL(app.url);
  const said = await new Promise<string>((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', reject);
  });
  expect(said).toMatch(/^HTTP\/1\.1 400 /);
  expect(said).toContain('"code":"malformed-request"');
});

it('says nothing of an unexpected error and stays up', async () => {
  const answer = await ask('/api/fault');
  expect(answer.status).toBe(500);
  const body = await refusalOf(answer);
  expect(body.code).toBe('internal');
  expect(JSON.stringify(body)).not.toMatch(/hunter2|secret\.js/);
  expect((await ask('/api/health/live')).status).toBe(200);
});

it('keeps foreign pages out and lets listed ones read what they need', async () => {
  const evil = await ask('/api/occurrences', { headers: { origin: 'https://evil.example' } });
  expect(evil.headers.get('access-control-allow-origin')).toBeNull();
  const own = await ask('/api/occurrences', { headers: { origin: 'http://localhost:5173' } });
  expect(own.headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
  expect(own.headers.get('access-control-expose-headers')).toContain('Retry-After');
  expect(own.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(own.headers.get('x-powered-by')).toBeNull();
});

describe('without its database', () => {
  afterEach(() => proxy.restore());

  it('answers 503 with Retry-After, lives, and serves again when the database is back', async () => {
    expect((await ask('/api/occurrences')).status).toBe(200);
    proxy.cut();
    for (let round = 0; round < 3; round += 1) {
      const answer = await ask('/api/occurrences');
      expect(answer.status).toBe(503);
      expect(answer.headers.get('retry-after')).toBe('5');
      expect((await refusalOf(answer)).code).toBe('dependency-unavailable');
    }
    expect((await ask('/api/health/live')).status).toBe(200);
    expect((await ask('/api/health/ready')).status).toBe(503);
    proxy.restore();
    expect((await ask('/api/occurrences')).status).toBe(200);
    expect((await ask('/api/health/ready')).status).toBe(200);
  });

  it('says that it is not ready within three seconds when the database hangs', async () => {
    proxy.freeze();
    const before = Date.now();
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/api/health/ready')));
    expect(Date.now() - before).toBeLessThan(3000);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    expect((await ask('/api/health/live')).status).toBe(200);
  });
});
