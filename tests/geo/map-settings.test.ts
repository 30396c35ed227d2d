import { startApp, type TestApp } from '../support/app';
import { signInToPanel } from '../support/panel';

const TILES = 'https://tile.example.org/{z}/{x}/{y}.png';

let app: TestApp;
beforeAll(async () => {
  process.env.MAP_TILE_URL = TILES;
  process.env.MAP_TILE_ATTRIBUTION = '© Somebody';
  app = await startApp();
});
afterAll(async () => {
  await app.stop();
  delete process.env.MAP_TILE_URL;
  delete process.env.MAP_TILE_ATTRIBUTION;
});

it('tells every account of the panel which forms have a map, and its pictures', async () => {
  const editor = await signInToPanel(app, 'strapi-editor');
  const answer = await editor.ask('/geo/map-settings');
  expect([answer.status, await answer.json()]).toEqual([
    200,
    {
      tiles: { url: TILES, attribution: '© Somebody' },
      positions: expect.arrayContaining([
        {
          contentType: 'api::occurrence.occurrence',
          lon: 'decimalLongitude',
          lat: 'decimalLatitude',
        },
      ]),
    },
  ]);
});

it('tells nobody else', async () => {
  const answer = await fetch(`${app.url}/geo/map-settings`);
  expect(answer.status).toBe(401);
});

it('lets the panel load those pictures, and no others', async () => {
  const { headers } = await fetch(`${app.url}/admin`);
  const images = /img-src ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
  expect(images).toBe("'self' data: blob: https://tile.example.org");
});
