import { startApp, type TestApp } from '../support/app';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

it('answers', async () => {
  const answer = await fetch(`${app.url}/api/occurrences`);
  expect(answer.status).toBe(200);
});
