import { gzipSync } from 'node:zlib';
import type { ProblemBody } from '../../src/lib/http/render-problem';
import { startApp, type TestApp } from '../support/app';
import { insertOccurrence } from '../support/factories';
import { sendRaw, statusOf } from '../support/raw-http';

let app: TestApp;
let token: string;

beforeAll(async () => {
  app = await startApp();
  const tokens = app.strapi.service('admin::api-token') as unknown as {
    create(token: object): Promise<{ accessKey: string }>;
  };
  const made = await tokens.create({ name: 'bodies', type: 'full-access', lifespan: null });
  token = made.accessKey;
});
afterAll(() => app.stop());

const send = (body: RequestInit['body'], headers: Record<string, string> = {}, method = 'POST') =>
  fetch(`${app.url}/api/occurrences`, {
    method,
    body,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  });

async function problemOf(answer: Response): Promise<ProblemBody> {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const body = (await answer.json()) as ProblemBody;
  expect(body.status).toBe(answer.status);
  return body;
}

const refusedWith = async (answer: Response) => [answer.status, (await problemOf(answer)).code];

describe('a body (D-01, D-02, D-03, F-11)', () => {
  const json = (size: number) => JSON.stringify({ data: { remarks: 'x'.repeat(size - 23) } });

  it('of 256 kB is read and one of a byte more is not', async () => {
    expect((await send(json(256 * 1024))).status).toBe(422);
    expect(await refusedWith(await send(json(256 * 1024 + 1)))).toEqual([413, 'payload-too-large']);
  });

  it('is refused by its declared length before it comes', async () => {
    const head = [
      'POST /api/occurrences HTTP/1.1',
      'Host: shoal',
      'Content-Type: application/json',
      'Content-Length: 262145',
      'Connection: close',
    ];
    const answer = await sendRaw(app.url, [`${head.join('\r\n')}\r\n\r\n`]);
    expect(statusOf(answer)).toBe(413);
  });

  it('that does not tell its length is read no further than the limit', async () => {
    const head = ['POST /api/occurrences HTTP/1.1', 'Host: shoal', 'Connection: close'];
    const start = [...head, 'Content-Type: application/json', 'Transfer-Encoding: chunked'];
    const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
    const parts = [`${start.join('\r\n')}\r\n\r\n`, ...Array<string>(5).fill(chunk)];
    expect(statusOf(await sendRaw(app.url, parts))).toBe(413);
  });

  it('that unpacks to a gigabyte costs no memory', async () => {
    const member = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
    const bomb = Buffer.concat(Array<Buffer>(16).fill(member));
    const head = [
      'POST /api/occurrences HTTP/1.1',
      'Host: shoal',
      'Content-Type: application/json',
      'Content-Encoding: gzip',
      'Transfer-Encoding: chunked',
      'Connection: close',
    ];
    const parts = [
      `${head.join('\r\n')}\r\n\r\n${bomb.length.toString(16)}\r\n`,
      bomb,
      '\r\n0\r\n\r\n',
    ];
    const before = process.memoryUsage().rss;
    for (let round = 0; round < 3; round += 1) {
      expect(statusOf(await sendRaw(app.url, parts))).toBe(413);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(20 * 1024 * 1024);
  });

  it.each([
    ['is garbage where it should be packed', 'garbage', { 'content-encoding': 'deflate' }, 400],
    ['is garbage where it should be gzip', 'garbage', { 'content-encoding': 'gzip' }, 400],
    ['is packed twice', 'x', { 'content-encoding': 'gzip, gzip' }, 415],
    ['is packed by something unknown', 'x', { 'content-encoding': 'zstd' }, 415],
    ['is cut off', '{"data":', {}, 400],
    ['is nothing', ' ', {}, 400],
    ['is null', 'null', {}, 400],
    ['is a list', '[{"data":{}}]', {}, 400],
    ['has a comma too many', '{"data":{},}', {}, 400],
    ['has a byte order mark', '\ufeff{"data":{}}', {}, 400],
    ['nests ten thousand levels', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, {}, 400],
    ['has a number beyond the largest', '{"data":{"aphiaId":1e999}}', {}, 422],
    ['has a name twice', '{"data":{"remarks":"a","remarks":"b"}}', {}, 422],
    ['names the prototype', '{"data":{},"__proto__":{"x":1}}', {}, 422],
    ['asks like a query (F-05)', '{"data":{},"where":{"createdBy":1}}', {}, 422],
    ['names who made it (F-05)', '{"data":{"scientificName":"a","createdBy":1}}', {}, 422],
    ['is text', 'data', { 'content-type': 'text/plain' }, 415],
    ['has no type', '{"data":{}}', { 'content-type': '' }, 415],
    ['is a form', 'data=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['is XML', '<data/>', { 'content-type': 'application/xml' }, 415],
    ['is in UTF-7', '{"data":{}}', { 'content-type': 'application/json; charset=utf-7' }, 415],
    ['is a JSON Patch', '[]', { 'content-type': 'application/json-patch+json' }, 415],
  ])('that %s is refused', async (_, body, headers, status) => {
    const answer = await send(body, headers);
    expect(answer.status).toBe(status);
    await problemOf(answer);
    expect(({} as { x?: number }).x).toBeUndefined();
  });

  it.each([
    ['{"data":{"scientificName":"a\\u0000b"}}', '/data/scientificName'],
    ['{"data":{"flags":["x","\\ud800"]}}', '/data/flags/1'],
    ['{"data":{"a~b/c":{"d":"\\udfff"}}}', '/data/a~0b~1c/d'],
  ])('with text that cannot be stored is refused with its place: %s', async (body, pointer) => {
    const answer = await send(body);
    expect(answer.status).toBe(422);
    expect((await problemOf(answer)).errors).toEqual([
      expect.objectContaining({ pointer, code: 'invalid-text' }),
    ]);
  });

  it('takes all that packing and characters offer', async () => {
    const text = JSON.stringify({ data: { scientificName: 'Żółw 🐢 \u{1f9ad}' } });
    for (const [body, headers] of [
      [text, {}],
      [text, { 'content-type': 'application/json; charset=UTF-8' }],
      [new Uint8Array(gzipSync(text)), { 'content-encoding': 'gzip' }],
    ] as const) {
      const answer = await send(body, headers);
      expect(answer.status).toBe(422);
      const { errors } = await problemOf(answer);
      expect(errors.map(({ pointer }) => pointer)).toContain('/data/provider');
    }
  });
});

describe('what nobody may set over REST (M-05, M-07)', () => {
  const set = (data: object) =>
    fetch(`${app.url}/api/occurrences/mass0000000000000000000a`, {
      method: 'PUT',
      body: JSON.stringify({ data }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
  const row = () => app.db('occurrences').where('document_id', 'mass0000000000000000000a').first();

  it.each([
    ['id', 7],
    ['documentId', 'other'],
    ['createdBy', 1],
    ['updatedBy', { connect: [1] }],
    ['publishedAt', '2020-01-01T00:00:00Z'],
    ['createdAt', '2020-01-01T00:00:00Z'],
    ['provider', null],
    ['nope', 1],
  ])('is refused, and the entry stays as it was: %s', async (name, value) => {
    if (!(await row())) await insertOccurrence(app.db, { document_id: 'mass0000000000000000000a' });
    const before: unknown = await row();
    const answer = await set({ [name]: value, scientificName: 'Changed' });
    expect([name, answer.status]).toEqual([name, 422]);
    expect(await row()).toEqual(before);
  });
});
