import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ProblemBody } from '../../src/lib/http/render-problem';
import { startApp, type TestApp } from '../support/app';
import { sendRaw, statusOf } from '../support/raw-http';

/** What never reaches a handler. Case ids are those of the acceptance catalogue. */
let app: TestApp;
let token: string;
let panelToken: string;
const temporary = mkdtempSync(path.join(os.tmpdir(), 'shoal-guard-'));

beforeAll(async () => {
  // Where the parser of files would write.
  process.env.TMPDIR = temporary;
  process.env.CORS_ALLOWED_ORIGINS = 'https://app.example';
  app = await startApp();
  const tokens = app.strapi.service('admin::api-token') as unknown as {
    create(token: object): Promise<{ accessKey: string }>;
  };
  const made = await tokens.create({ name: 'guard', type: 'full-access', lifespan: null });
  token = made.accessKey;
});
afterAll(async () => {
  await app.stop();
  rmSync(temporary, { recursive: true });
});

const ask = (address: string, init?: RequestInit) => fetch(`${app.url}${address}`, init);

const send = (body: RequestInit['body'], headers: Record<string, string> = {}, method = 'POST') =>
  ask('/api/occurrences', {
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

describe('the first account of the panel (D-08)', () => {
  it('is made once when two people ask at the same moment', async () => {
    const register = (name: string) =>
      ask('/admin/register-admin', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          email: `${name}@example.org`,
          firstname: name,
          lastname: 'Example',
          password: 'A-long-enough-password-1',
        }),
      });
    const answers = await Promise.all(['one', 'two'].map(register));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await app.db('admin_users').select('id')).toHaveLength(1);
    const winner = answers.find(({ status }) => status === 200);
    const { data } = (await winner?.json()) as { data: { token: string } };
    panelToken = data.token;
  });
});

describe('a format that nobody serves (D-03)', () => {
  it.each(['text/xml', 'application/xml;q=0.9, image/tiff', 'application/json;q=0'])(
    'is 406: %s',
    async (accept) => {
      const answer = await ask('/api/occurrences', { headers: { accept } });
      expect(await refusedWith(answer)).toEqual([406, 'not-acceptable']);
    },
  );

  it.each(['*/*', 'application/json', 'text/html,application/xml;q=0.9,*/*;q=0.8', 'text/*'])(
    'is none of: %s',
    async (accept) => {
      expect((await ask('/api/occurrences', { headers: { accept } })).status).toBe(200);
    },
  );
});

describe('a request that is no proper HTTP (D-04)', () => {
  const request = (...lines: string[]) =>
    sendRaw(app.url, [
      `${['POST /api/occurrences HTTP/1.1', 'Host: shoal', ...lines].join('\r\n')}`,
    ]);

  it.each([
    ['headers of 17 kB', 431, [`X-Long: ${'x'.repeat(17_000)}`, '', '']],
    [
      'a length and chunks',
      400,
      ['Content-Length: 5', 'Transfer-Encoding: chunked', '', '0', '', ''],
    ],
    ['two lengths', 400, ['Content-Length: 5', 'Content-Length: 6', '', 'hello']],
    [
      'a broken chunk',
      400,
      ['Content-Type: application/json', 'Transfer-Encoding: chunked', '', 'xyz', 'hello', ''],
    ],
  ])('with %s is refused and the connection closed', async (_, status, lines) => {
    const answer = await request(...lines);
    expect(statusOf(answer)).toBe(status);
    expect(answer.isClosed).toBe(true);
    expect(answer.text.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });

  it('with two hundred headers is refused', async () => {
    const many = Array.from({ length: 200 }, (_, index) => [`x-${index}`, '1'] as const);
    const answer = await ask('/api/occurrences', { headers: Object.fromEntries(many) });
    expect(await refusedWith(answer)).toEqual([431, 'header-too-large']);
  });
});

describe('a method (D-05, C-09)', () => {
  it.each([
    'TRACE /api/occurrences',
    'PROPFIND /api/occurrences',
    'BREW /api/x',
    'CONNECT a.b:443',
  ])('that nobody knows is 405 with those that are known: %s', async (line) => {
    const answer = await sendRaw(app.url, [
      `${line} HTTP/1.1\r\nHost: shoal\r\nConnection: close\r\n\r\n`,
    ]);
    expect(statusOf(answer)).toBe(405);
    expect(answer.text).toMatch(/\r\nAllow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n/);
    expect(answer.text).toContain('"code":"method-not-allowed"');
  });

  it('that an address does not know is 405 with those that it does', async () => {
    const answer = await ask('/api/health', { method: 'PUT' });
    expect(await refusedWith(answer)).toEqual([405, 'method-not-allowed']);
    expect(answer.headers.get('allow')).toBe('HEAD, GET');
  });

  it('is what the request line says, whatever a header or the query says', async () => {
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const answer = await send('{"data":{}}', { [name]: 'GET' });
      expect(answer.status).toBe(422);
    }
    const answer = await ask('/api/occurrences?_method=DELETE');
    expect(await refusedWith(answer)).toEqual([400, 'invalid-query']);
  });
});

describe('files (D-06)', () => {
  const form = () => {
    const made = new FormData();
    for (let part = 0; part < 20; part += 1) made.append(`x${part}`, new Blob(['x'.repeat(1000)]));
    return made;
  };
  const upload = (address: string, headers: Record<string, string> = {}) =>
    ask(address, { method: 'POST', body: form(), headers });
  const left = () => readdirSync(temporary);

  it.each([
    ['/api/occurrences', 415],
    ['/api/nope', 415],
    ['/content-manager/collection-types/api::taxon.taxon', 415],
    ['/upload', 401],
    ['/admin/project-settings', 401],
  ])('are not taken from strangers at %s, and nothing is written', async (address, status) => {
    expect((await upload(address)).status).toBe(status);
    expect((await upload(address, { authorization: 'Bearer made.up.token' })).status).toBe(status);
    expect(left()).toEqual([]);
  });

  it('are answered before they are sent', async () => {
    const head = [
      'POST /upload HTTP/1.1',
      'Host: shoal',
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 1000000',
      'Connection: close',
    ];
    expect(statusOf(await sendRaw(app.url, [`${head.join('\r\n')}\r\n\r\n`]))).toBe(401);
  });

  it('that the panel sends under wrong names do not stay', async () => {
    const answer = await upload('/upload', { authorization: `Bearer ${panelToken}` });
    expect(answer.status).toBe(400);
    expect(left()).toEqual([]);
  });
});

describe("the panel's own API", () => {
  const large = JSON.stringify({ email: 'x'.repeat(300_000), password: 'x' });
  const post = (address: string, authorization = '') =>
    ask(address, {
      method: 'POST',
      body: large,
      headers: { 'content-type': 'application/json', authorization },
    });

  it('takes large bodies from who is signed in, and from nobody else', async () => {
    const stranger = await post('/admin/login');
    expect(stranger.status).toBe(413);
    expect(Object.keys((await stranger.json()) as object).sort()).toEqual(['data', 'error']);
    const editor = await post('/admin/login', `Bearer ${panelToken}`);
    expect(editor.status).toBe(400);
  });

  it('changes no content types outside of development (D-07)', async () => {
    for (const [method, address] of [
      ['POST', '/content-type-builder/content-types'],
      ['PUT', '/content-type-builder/content-types/api::taxon.taxon'],
      ['DELETE', '/content-type-builder/content-types/api::taxon.taxon'],
      ['POST', '/content-type-builder/update-schema'],
    ] as const) {
      const headers = { authorization: `Bearer ${panelToken}`, 'content-type': 'application/json' };
      const answer = await ask(address, { method, headers, body: '{}' });
      expect([address, answer.status]).toEqual([address, 404]);
    }
    const headers = { authorization: `Bearer ${panelToken}` };
    expect((await ask('/content-type-builder/content-types', { headers })).status).toBe(200);
  });
});

describe('other origins (C-01 to C-03)', () => {
  const preflight = (origin: string) =>
    ask('/api/occurrences', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    });

  it.each([
    'https://evil.example',
    'null',
    'https://app.example.evil',
    'https://evilapp.example',
    'http://app.example',
  ])('are told nothing: %s', async (origin) => {
    const answer = await ask('/api/occurrences', { headers: { origin } });
    expect(answer.status).toBe(200);
    const asked = await preflight(origin);
    expect(asked.status).toBe(204);
    for (const { headers } of [answer, asked]) {
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  it('that are listed are named exactly, and caches know', async () => {
    const origin = 'https://app.example';
    const answers = [
      await preflight(origin),
      await ask('/api/occurrences', { headers: { origin } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([204, 200]);
    for (const { headers } of answers) {
      expect(headers.get('access-control-allow-origin')).toBe(origin);
      expect(headers.get('access-control-allow-credentials')).toBe('true');
      expect(headers.get('vary')).toMatch(/\bOrigin\b/);
    }
  });

  it('are not granted anything when there is none', async () => {
    const { headers } = await ask('/api/occurrences');
    expect(headers.get('access-control-allow-origin')).toBeNull();
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });
});
