import type { ProblemBody } from '../../src/lib/http/render-problem';
import { startApp, type TestApp } from '../support/app';

const CONTENT = '/content-manager/collection-types/api::occurrence.occurrence';
const entry = { scientificName: 'Gadus morhua', provider: 'a', datasetKey: 'b', recordKey: 'c' };
let app: TestApp;
let headers: Record<string, string>;

const ask = (path: string, init?: RequestInit) => fetch(`${app.url}${path}`, init);

beforeAll(async () => {
  app = await startApp();
  const person = { email: 'editor@shoal.example', password: 'Panel-password-1' };
  const users = app.strapi.service('admin::user') as unknown as {
    create(account: object): Promise<object>;
  };
  const roles = app.strapi.service('admin::role') as unknown as {
    getSuperAdmin(): Promise<{ id: number }>;
  };
  const { id } = await roles.getSuperAdmin();
  await users.create({ ...person, firstname: 'Ed', isActive: true, roles: [id] });
  const answer = await ask('/admin/login', {
    method: 'POST',
    body: JSON.stringify(person),
    headers: { 'content-type': 'application/json' },
  });
  const signedIn = (await answer.json()) as { data: { token: string } };
  headers = {
    authorization: `Bearer ${signedIn.data.token}`,
    'content-type': 'application/json',
  };
});

afterAll(() => app.stop());

const enter = (content: object) =>
  ask(CONTENT, { method: 'POST', headers, body: JSON.stringify(content) });

it('tells an editor at which fields a record of this identity exists', async () => {
  expect((await enter(entry)).status).toBe(201);
  const answer = await enter(entry);
  expect(answer.status).toBe(400);
  const { data, error } = (await answer.json()) as ProblemBody;
  expect(data).toBeNull();
  expect(error).toMatchObject({
    name: 'ValidationError',
    message: 'There is already an entry with this provider, datasetKey, recordKey.',
  });
  const paths = error.details.errors?.map(({ path }) => path);
  expect(paths).toEqual([['provider'], ['datasetKey'], ['recordKey']]);
});

it.each([
  ['a number that no column can hold', { aphiaId: 99_999_999_999 }],
  ['text that is no JSON', { flags: 'not json' }],
  ['flags that are no list', { flags: { NO_DEPTH: true } }],
  ['an empty record key', { recordKey: '' }],
  ['a character that cannot be stored', { locality: 'a\u0000b' }],
  ['a latitude of 91', { decimalLatitude: 91 }],
])('refuses an editor %s with 400', async (_, fault) => {
  const answer = await enter({ ...entry, recordKey: 'd', ...fault });
  expect(answer.status).toBe(400);
  const { error } = (await answer.json()) as ProblemBody;
  expect(error).toMatchObject({ status: 400, name: 'ValidationError' });
});
