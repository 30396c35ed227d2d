import { once } from 'node:events';
import http from 'node:http';
import { startApp, type TestApp } from '../support/app';

type Line = Record<string, unknown>;

const changed = { LOG_LEVEL: 'debug', LOG_FORMAT: 'json', TRUSTED_PROXY_HOPS: '1' };
const before = { ...process.env };
const lines: Line[] = [];
let app: TestApp;

beforeAll(async () => {
  Object.assign(process.env, changed);
  app = await startApp();
  // The logger is a stream of its formatted lines.
  app.strapi.log.on('data', (info: { [key: symbol]: string }) => {
    lines.push(JSON.parse(info[Symbol.for('message')] ?? '{}') as Line);
  });
});
afterAll(async () => {
  for (const name of Object.keys(changed)) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  await app.stop();
});

async function lineOf(requestId: string): Promise<Line> {
  const deadline = Date.now() + 5000;
  while (Date.now() < deadline) {
    const line = lines.find((one) => one['requestId'] === requestId && 'durationMs' in one);
    if (line) return line;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`no line for ${requestId}`);
}

const ID = '6f1c1b3e-3a55-4c0e-9d0a-2f6b8f3f1a11';

it('writes one line with what happened, under the id of the client, without the query', async () => {
  const answer = await fetch(`${app.url}/api/occurrences/nope?token=s3cr3t`, {
    headers: { 'x-request-id': ID, authorization: 'Bearer s3cr3t' },
  });
  expect(answer.headers.get('x-request-id')).toBe(ID);
  const line = await lineOf(ID);
  expect(line).toMatchObject({
    level: 'http',
    method: 'GET',
    path: '/api/occurrences/nope',
    route: '/api/occurrences/:id',
    status: answer.status,
  });
  expect(line['time']).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  expect(line['durationMs']).toBeGreaterThan(0);
  expect(line['bytes']).toBeGreaterThan(100);
  expect(JSON.stringify(lines)).not.toContain('s3cr3t');
});

it.each(['x', `${ID}\tforged`, "1' or 1=1", `${ID}${ID}`])(
  'makes an id of its own instead of %s',
  async (id) => {
    const answer = await fetch(`${app.url}/api/health/live`, { headers: { 'x-request-id': id } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.headers.get('x-request-id')).not.toBe(id);
  },
);

it('writes probes at debug', async () => {
  const answer = await fetch(`${app.url}/api/health/ready`);
  expect(await lineOf(answer.headers.get('x-request-id') ?? '')).toMatchObject({ level: 'debug' });
});

it('believes the last hop about the address of the client, and no client', async () => {
  const answer = await fetch(`${app.url}/api/nope`, {
    headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' },
  });
  const line = await lineOf(answer.headers.get('x-request-id') ?? '');
  expect(line['ip']).toBe('198.51.100.7');
});

it('notes when the client left before the end', async () => {
  const id = '6f1c1b3e-3a55-4c0e-9d0a-2f6b8f3f1a12';
  const request = http.request(`${app.url}/api/occurrences`, {
    method: 'POST',
    headers: { 'x-request-id': id, 'content-type': 'application/json', 'content-length': 1000 },
  });
  request.on('error', () => undefined);
  const received = once(app.strapi.server.httpServer, 'request');
  request.write('{');
  await received;
  request.destroy();
  expect(await lineOf(id)).toMatchObject({ requestId: id, aborted: true });
});
