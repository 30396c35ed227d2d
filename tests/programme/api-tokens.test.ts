import { startApp, type TestApp } from '../support/app';

let app: TestApp;
let token: string;
beforeAll(async () => {
  app = await startApp();
  const tokens = app.strapi.service('admin::api-token') as unknown as {
    create(token: object): Promise<{ accessKey: string }>;
  };
  const made = await tokens.create({ name: 'reader', type: 'read-only', lifespan: null });
  token = made.accessKey;
});
afterAll(() => app.stop());

const ask = (method: string, path: string, data?: object) =>
  fetch(`${app.url}/api/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: data && JSON.stringify({ data }),
  });

describe('S-10: an API token that may read', () => {
  it.each(['events', 'resources', 'announcements'])('reads %s', async (path) => {
    expect((await ask('GET', path)).status).toBe(200);
  });

  it.each([
    ['POST', 'events'],
    ['PUT', 'events/aaaaaaaaaaaaaaaaaaaaaaaa'],
    ['DELETE', 'events/aaaaaaaaaaaaaaaaaaaaaaaa'],
    ['POST', 'resources'],
    ['POST', 'announcements'],
    ['POST', 'groups'],
    ['POST', 'tasks/aaaaaaaaaaaaaaaaaaaaaaaa/complete'],
    ['POST', 'occurrences'],
    ['DELETE', 'occurrences/aaaaaaaaaaaaaaaaaaaaaaaa'],
  ])('does not %s %s', async (method, path) => {
    const answer = await ask(method, path, method === 'DELETE' ? undefined : { title: 'X' });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'forbidden' });
  });
});
