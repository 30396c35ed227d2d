import { startApp, type TestApp } from '../support/app';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { createMapReader } from '../support/map-reader';

const directUrl = process.env.DATABASE_URL ?? '';

let link: TcpProxy;
let app: TestApp;
beforeAll(async () => {
  link = await startTcpProxy(directUrl);
  process.env.DATABASE_URL = link.url;
  app = await startApp();
});
afterAll(async () => {
  link.restore();
  await app.stop();
  await link.close();
  process.env.DATABASE_URL = directUrl;
});

const { ask, place } = createMapReader(() => app);

it('answers 503 while the database is away, and 200 when it is back', async () => {
  await place(1, 1);
  expect((await ask('?bbox=0,0,2,2')).status).toBe(200);
  link.cut();
  const refusal = await ask('?bbox=0,0,2,2');
  expect(refusal.status).toBe(503);
  expect(await refusal.json()).toMatchObject({ type: '/problems/dependency-unavailable' });
  link.restore();
  const answer = await ask('?bbox=0,0,2,2');
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ numberReturned: 1 });
});
