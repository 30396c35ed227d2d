import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { startApp, type TestApp } from '../support/app';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const ask = (address: string, init?: RequestInit) => fetch(`${app.url}${address}`, init);

it('describes the API in a document that a validator accepts', async () => {
  const source = await (await ask('/api/openapi.json')).text();
  const config = await createConfig({ extends: ['recommended'] });
  const found = await lintFromString({ source, config });
  expect(
    found.filter(({ severity }) => severity === 'error').map(({ message }) => message),
  ).toEqual([]);
  expect(JSON.parse(source)).toMatchObject({
    openapi: '3.1.0',
    info: { title: 'Shoal API', license: { name: 'MIT' } },
    servers: [{ url: '/api' }],
  });
});

it('serves the document that is checked in; if not, run: npm run openapi', async () => {
  const kept = await readFile(path.resolve(__dirname, '../../docs/openapi.json'), 'utf8');
  expect(await (await ask('/api/openapi.json')).json()).toEqual(JSON.parse(kept));
});

it('describes queries of our own routes and the problems of all', async () => {
  const { paths } = (await (await ask('/api/openapi.json')).json()) as {
    paths: Record<string, Record<string, { parameters: { name: string }[]; responses: object }>>;
  };
  const features = paths['/geo/{collection}']?.['get'];
  expect(features?.parameters.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['bbox', 'collection']),
  );
  for (const operations of Object.values(paths)) {
    for (const { responses } of Object.values(operations)) {
      expect(responses).toHaveProperty('503', { $ref: '#/components/responses/Problem503' });
      expect(responses).toHaveProperty('504', { $ref: '#/components/responses/Problem504' });
    }
  }
  expect(
    Object.keys(paths).filter((address) => /users-permissions|content-type-builder/.test(address)),
  ).toEqual([]);
});

it('answers 304 to who has the document already', async () => {
  const etag = (await ask('/api/openapi.json')).headers.get('etag') ?? '';
  expect((await ask('/api/openapi.json', { headers: { 'if-none-match': etag } })).status).toBe(304);
});

it.each(['/api/docs', '/api/redoc'])('serves %s from this server alone', async (address) => {
  const page = await ask(address);
  expect(page.headers.get('content-type')).toMatch(/^text\/html/);
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  const html = await page.text();
  expect(html).not.toMatch(/https?:\/\//);
  expect(html).not.toMatch(/<script>|\son\w+=/);
  const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? '');
  expect(files.length).toBeGreaterThan(1);
  for (const file of files) {
    const answer = await ask(file);
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain('cdn.redoc.ly');
  }
});

it('serves no other file of the viewers’ packages', async () => {
  for (const file of ['package.json', '..%2Fpackage.json', 'constructor']) {
    expect((await ask(`/api/docs/assets/${file}`)).status).toBe(404);
  }
});

it('leads visitors of the bare address to the docs', async () => {
  const answer = await ask('/', { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/api/docs']);
});
