import { startApp, type TestApp } from '../support/app';

let app: TestApp;
beforeAll(async () => {
  process.env.API_DOCS_ENABLED = 'false';
  app = await startApp();
});
afterAll(async () => {
  delete process.env.API_DOCS_ENABLED;
  await app.stop();
});

it.each(['/api/openapi.json', '/api/docs', '/api/redoc', '/api/docs/assets/swagger-ui.css'])(
  'knows no %s when the documents are switched off',
  async (address) => {
    expect((await fetch(`${app.url}${address}`)).status).toBe(404);
  },
);

it('leads visitors of the bare address to the health report instead', async () => {
  const answer = await fetch(`${app.url}/`, { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe('/api/health');
});
