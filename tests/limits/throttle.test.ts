import type { ProblemBody } from '../../src/lib/http/render-problem';
import type { ThrottleService } from '../../src/plugins/accounts/server/services/throttle';
import { startApp, type TestApp } from '../support/app';

/** The limits of one running app. Case ids are those of the acceptance catalogue. */
let app: TestApp;
let throttle: ThrottleService;
let token: string;

const GENERAL = 40;
const WRITES = 4;

beforeAll(async () => {
  Object.assign(process.env, {
    THROTTLE_ENABLED: 'true',
    THROTTLE_ANON: `${GENERAL}/minute`,
    THROTTLE_WRITE: `${WRITES}/minute`,
    TRUSTED_PROXY_HOPS: '1',
  });
  app = await startApp();
  throttle = app.strapi.plugin('accounts').service<ThrottleService>('throttle');
  const tokens = app.strapi.service('admin::api-token') as unknown as {
    create(token: object): Promise<{ accessKey: string }>;
  };
  const made = await tokens.create({ name: 'limits', type: 'full-access', lifespan: null });
  token = made.accessKey;
});
afterAll(() => app.stop());

let lastClient = 0;
/** An address that no other test has used. */
const newClient = () => `198.51.100.${(lastClient += 1)}`;

const ask = (path: string, client: string, { headers, ...init }: RequestInit = {}) =>
  fetch(`${app.url}${path}`, {
    ...init,
    headers: { 'x-forwarded-for': client, ...(headers as Record<string, string>) },
  });

/** A write that is let in and then refused for what it says, so that nothing is stored. */
const write = (client: string, path = '/api/occurrences', data: object = {}) =>
  ask(path, client, {
    method: 'POST',
    body: JSON.stringify({ data }),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });

async function statusesOf(answers: Promise<Response>[]): Promise<number[]> {
  return (await Promise.all(answers)).map(({ status }) => status);
}

const limitNumbers = ({ headers }: Response) =>
  ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`ratelimit-${name}`)));

describe('the limit of a scope', () => {
  it('counts by client, whatever the body says (L-01, L-02)', async () => {
    const client = newClient();
    const bodies = Array.from({ length: 20 }, (_, index) => ({ email: `${index}@example.org` }));
    const statuses = await statusesOf(
      bodies.map((body) => write(client, '/api/occurrences', body)),
    );
    expect(statuses.filter((status) => status === 422)).toHaveLength(WRITES);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20 - WRITES);
  });

  it('is one for all spellings of an address (L-04)', async () => {
    const client = newClient();
    const spellings = ['/api/occurrences', '/API/Occurrences/', '/api/occurrences/', '/Api/taxa'];
    for (const path of spellings) expect((await write(client, path)).status).toBe(422);
    for (const path of spellings) expect((await write(client, path)).status).toBe(429);
    // What leads to no route has nothing to protect.
    for (const path of ['/api/%6Fccurrences', '/api/occurrences;x=1', '//api/occurrences']) {
      expect([path, (await write(client, path)).status]).not.toEqual([path, 422]);
    }
  });

  it('believes the trusted proxy alone about the address (L-05)', async () => {
    const client = newClient();
    const disguises: Record<string, string>[] = [
      { 'x-forwarded-for': `203.0.113.1, ${client}` },
      { 'x-forwarded-for': `203.0.113.2, 203.0.113.3, ${client}` },
      { 'x-forwarded-for': client, 'x-real-ip': '203.0.113.4' },
      { 'x-forwarded-for': client, forwarded: 'for=203.0.113.5', 'x-client-ip': '203.0.113.6' },
      { 'x-forwarded-for': `unknown,${client}` },
    ];
    const statuses: number[] = [];
    for (const headers of disguises) {
      const answer = await ask('/api/occurrences', client, {
        method: 'POST',
        body: '{"data":{}}',
        headers: {
          ...headers,
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 429]);
  });

  it('is one for a network of IPv6, and for both ways to write an IPv4 address (L-06)', async () => {
    const rotating = [
      '2001:db8:9:9::1',
      '2001:db8:9:9::2',
      '2001:db8:9:9:ffff::',
      '2001:DB8:9:9::4',
    ];
    for (const client of rotating) expect((await write(client)).status).toBe(422);
    expect((await write('2001:db8:9:9:1:2:3:4')).status).toBe(429);
    expect((await write('2001:db8:9:10::1')).status).toBe(422);

    const client = newClient();
    for (const written of [client, `::ffff:${client}`, client, `::FFFF:${client}`]) {
      expect((await write(written)).status).toBe(422);
    }
    expect((await write(client)).status).toBe(429);
  });

  it('leaves other scopes, reading and other clients alone when it is used up (L-10)', async () => {
    const client = newClient();
    for (let count = 0; count <= WRITES; count += 1) await write(client);
    expect((await write(client)).status).toBe(429);
    expect((await ask('/api/occurrences', client)).status).toBe(200);
    expect((await write(newClient())).status).toBe(422);
    for (const scope of ['auth', 'export', 'upload', 'tracking'] as const) {
      expect(await throttle.allows(scope, `client:${client}`)).toBe(true);
    }
    expect(await throttle.allows('write', 'account:1')).toBe(true);
  });

  it('is exact when all come at once', async () => {
    const client = newClient();
    const statuses = await statusesOf(Array.from({ length: 30 }, () => write(client)));
    expect(statuses.filter((status) => status !== 429)).toHaveLength(WRITES);
  });
});

describe('the limits of single calls', () => {
  const call = (address: string, client: string, body: object) =>
    ask(address, client, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });

  it.each([
    [
      '/api/auth/login',
      30,
      (i: number) => ({ identifier: `x${i}@example.org`, password: 'wrong' }),
    ],
    ['/api/auth/refresh', 30, (i: number) => ({ refreshToken: `made-up-${i}` })],
    [
      '/api/auth/register',
      20,
      (i: number) => ({ email: `x${i}@example.org`, password: 'kelp-forest-Tide-42' }),
    ],
  ])('stop one client at %s whatever it sends (L-01, L-02)', async (address, points, bodyOf) => {
    const client = newClient();
    const statuses: number[] = [];
    for (let index = 0; index <= points; index += 1) {
      statuses.push((await call(address, client, bodyOf(index))).status);
    }
    expect(statuses.slice(0, points)).not.toContain(429);
    expect(statuses[points]).toBe(429);
    expect((await call(address, newClient(), bodyOf(99))).status).not.toBe(429);
  });
});

describe('a refused request', () => {
  it('is told the limit and the true time left, in body and headers (L-08)', async () => {
    const client = newClient();
    for (let count = 0; count < WRITES; count += 1) await write(client);
    const answer = await write(client);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const body = (await answer.json()) as ProblemBody;
    expect(body).toMatchObject({
      type: '/problems/rate-limited',
      code: 'rate-limited',
      status: 429,
      errors: [],
      error: { name: 'RateLimitError' },
    });
    const row = await app
      .db('accounts_limits')
      .where('key', `write:client:${client}`)
      .first<{ expire: string }>('expire');
    const trueSeconds = (Number(row?.expire) - Date.now()) / 1000;
    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(Math.abs(retryAfter - trueSeconds)).toBeLessThanOrEqual(1);
    expect(limitNumbers(answer)).toEqual([WRITES, 0, retryAfter]);
    expect(answer.headers.get('ratelimit-policy')).toBe(`${GENERAL};w=60, ${WRITES};w=60`);
  });

  it('is told the same by the general limit', async () => {
    const client = newClient();
    for (let count = 0; count < GENERAL; count += 1) {
      expect((await ask('/api/geo/occurrences?bbox=0,0,1,1', client)).status).toBe(200);
    }
    const answer = await ask('/api/geo/occurrences?bbox=0,0,1,1', client);
    expect(answer.status).toBe(429);
    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(50);
    expect(limitNumbers(answer)).toEqual([GENERAL, 0, retryAfter]);
    expect((await ask('/api/occurrences', client)).status).toBe(429);
    expect((await ask('/api/nope', client)).status).toBe(429);
  });
});

describe('every answer of the API', () => {
  it('says how the client stands', async () => {
    const client = newClient();
    const first = await ask('/api/taxa', client);
    expect(limitNumbers(first)).toEqual([GENERAL, GENERAL - 1, 60]);
    expect(first.headers.get('ratelimit-policy')).toBe(`${GENERAL};w=60`);
    const unknown = await ask('/api/nope', client);
    expect(limitNumbers(unknown).slice(0, 2)).toEqual([GENERAL, GENERAL - 2]);
    const geo = await ask('/api/geo/occurrences?bbox=0,0,1,1', client);
    expect(limitNumbers(geo).slice(0, 2)).toEqual([GENERAL, GENERAL - 3]);
    const writing = await write(client);
    expect(limitNumbers(writing).slice(0, 2)).toEqual([WRITES, WRITES - 1]);
  });

  it('is free for what a load balancer and the panel ask', async () => {
    const client = newClient();
    for (const path of ['/api/health/live', '/api/health/ready', '/admin/init']) {
      for (let count = 0; count < GENERAL + 2; count += 1) {
        const answer = await ask(path, client);
        expect([path, answer.status]).toEqual([path, 200]);
        expect(answer.headers.get('ratelimit-limit')).toBeNull();
      }
    }
  });
});

it('limits the doors of the panel by client, whatever name is tried, in the words of Strapi', async () => {
  const client = newClient();
  const signIn = (email: string) =>
    ask('/admin/login', client, {
      method: 'POST',
      body: JSON.stringify({ email, password: 'not-this-one' }),
      headers: { 'content-type': 'application/json' },
    });
  for (let count = 0; count < 20; count += 1) {
    expect((await signIn(`someone${count}@example.org`)).status).toBe(400);
  }
  const answer = await signIn('another@example.org');
  expect(answer.status).toBe(429);
  expect(await answer.json()).toMatchObject({ data: null, error: { name: 'RateLimitError' } });
  const retryAfter = Number(answer.headers.get('retry-after'));
  expect(retryAfter).toBeGreaterThan(880);
  expect(limitNumbers(answer)).toEqual([20, 0, retryAfter]);
  const other = await ask('/admin/forgot-password', client, {
    method: 'POST',
    body: '{"email":"someone@example.org"}',
    headers: { 'content-type': 'application/json' },
  });
  expect(other.status).toBe(429);
});
