import { startApp, type TestApp } from '../support/app';

/** What Strapi's own middlewares say on every answer, of which the API's part is said once and kept. */
let app: TestApp;
beforeAll(async () => {
  process.env.CORS_ALLOWED_ORIGINS = 'https://app.example';
  app = await startApp();
});
afterAll(() => app.stop());

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(app.url + path, { method, headers });

const SECURITY = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
};

describe('an answer of the API', () => {
  it.each([
    ['the first of all', '/api/geo/occurrences', {}, 200],
    ['by the lane of the map', '/api/geo/occurrences', {}, 200],
    ['by the whole stack', '/api/geo/occurrences', { cookie: 'any=1' }, 200],
    ['of generated REST', '/api/occurrences', {}, 200],
    ['that refuses', '/api/geo/occurrences?bbox=1', {}, 400],
    ['at no address', '/api/nothing', {}, 404],
  ])('carries the same security headers: %s', async (_name, path, headers, status) => {
    const answer = await ask(path, headers);
    expect(answer.status).toBe(status);
    const said = Object.keys(SECURITY).map((name) => [name, answer.headers.get(name)]);
    expect(Object.fromEntries(said)).toEqual(SECURITY);
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('set-cookie')).toBeNull();
  });

  it('says that it depends on the origin, and permits nothing to who names none', async () => {
    const answer = await ask('/api/geo/occurrences');
    expect(answer.headers.get('vary')).toMatch(/Origin/);
    const names = [...answer.headers.keys()];
    expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('permits a listed origin to read it, by the lane too', async () => {
    const answer = await ask('/api/geo/occurrences', { origin: 'https://app.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(answer.headers.get('access-control-expose-headers')).toContain('ETag');
  });

  it('answers the preflight of a foreign origin without permission', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await ask('/api/occurrences', headers, 'OPTIONS');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

it('leaves other addresses the policy of pages', async () => {
  const answer = await ask('/_health');
  expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
  expect(answer.headers.get('x-frame-options')).toBe('SAMEORIGIN');
});
