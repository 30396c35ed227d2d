import { createLauncherFolder, freePort, until } from '../support/launcher-process';

/** `npm run demo` as a newcomer runs it; builds the admin panel when it is not built. */
jest.setTimeout(300_000);

const folder = createLauncherFolder();
let url: string;

async function startDemo() {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const demo = folder.run('demo', { PORT: String(port), SERVE_ADMIN_PANEL: 'true' });
  await until(
    'the demonstration is running',
    async () => {
      const exit = await Promise.race([demo.ended, Promise.resolve(undefined)]);
      if (exit !== undefined) throw new Error(`It ended with ${exit}:\n${demo.output()}`);
      return demo.output().includes('Shoal is running');
    },
    240_000,
  );
  return demo;
}

const getJson = async (path: string, headers: Record<string, string> = {}): Promise<unknown> =>
  (await fetch(`${url}${path}`, { headers })).json();

afterAll(() => folder.remove());

it('serves species on a map, and a panel that the printed account can use', async () => {
  const demo = await startDemo();
  const features = await getJson('/api/geo/occurrences?bbox=-10,35,5,45&limit=5');
  expect(features).toMatchObject({ type: 'FeatureCollection', numberReturned: 5 });

  const panel = await fetch(`${url}/admin`);
  expect(await panel.text()).toContain('<div id="strapi"');
  const password = /password +(\S+)/.exec(demo.output())?.[1];
  const login = await fetch(`${url}/admin/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'admin@shoal.local', password }),
  });
  const { data } = (await login.json()) as { data: { token: string } };
  const occurrences = await getJson(
    '/content-manager/collection-types/api::occurrence.occurrence',
    { authorization: `Bearer ${data.token}` },
  );
  expect(occurrences).toMatchObject({ pagination: { total: 20_000 } });

  demo.kill('SIGTERM');
  expect(await demo.ended).toBe(0);
});

it('finds all of it there at the second start, and shows no password again', async () => {
  const demo = await startDemo();
  expect(demo.output()).toContain('The demonstration was there already; nothing was changed.');
  expect(demo.output()).not.toMatch(/password +\S/);
  demo.kill('SIGTERM');
  expect(await demo.ended).toBe(0);
});
