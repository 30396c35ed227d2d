import { startApp, type TestApp } from '../support/app';
import { asProgram, makePerson, signIn, type TestPerson } from '../support/people';
import { picture } from '../support/pictures';
import { ask } from '../support/sign-in-rig';
import { onServer, upload, useUploadFolder } from '../support/uploads';

const folder = useUploadFolder();

let app: TestApp;
let person: TestPerson;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await startApp();
  person = await makePerson(app);
  headers = asProgram(await signIn(app, person));
});
afterAll(async () => {
  await app.stop();
  folder.remove();
});

const change = (profile: object, more: Record<string, string> = {}) =>
  ask(app, '/users/me', { method: 'PATCH', headers: { ...headers, ...more }, body: { profile } });
const read = (more: Record<string, string> = {}) =>
  ask(app, '/users/me', { headers: { ...headers, ...more } });
async function addImage(name = 'me.png'): Promise<string> {
  const content = await picture().png().toBuffer();
  const { shown } = await upload(app, headers, [{ name, content }]);
  return shown[0]?.id ?? '';
}

it('shows the avatar that people gave themselves, and another when they change it', async () => {
  const first = await addImage('first.png');
  const { status, body } = await change({ avatarId: first });
  expect([status, body.data.profile.avatar]).toEqual([
    200,
    {
      id: first,
      name: 'first.png',
      mime: 'image/png',
      sizeBytes: expect.any(Number),
      width: 64,
      height: 48,
      alternativeText: null,
      url: expect.any(String),
      urlExpiresAt: expect.any(String),
    },
  ]);
  const seen = await fetch(onServer(app, String(body.data.profile.avatar.url)));
  expect([seen.status, seen.headers.get('content-type')]).toEqual([200, 'image/png']);
  const second = await addImage('second.png');
  expect((await change({ avatarId: second })).body.data.profile.avatar.id).toBe(second);
  expect((await change({ firstName: 'Ada' })).body.data.profile.avatar.id).toBe(second);
  const rows = await app.db('files_related_mph').where('related_type', 'api::profile.profile');
  expect(rows).toHaveLength(1);
});

it('takes the avatar away', async () => {
  await change({ avatarId: await addImage() });
  expect((await change({ avatarId: null })).body.data.profile.avatar).toBeNull();
  expect((await read()).body.data.profile.avatar).toBeNull();
});

it('says again where the avatar is to who has all else, since the link will be over', async () => {
  await change({ avatarId: await addImage() });
  const before = await read();
  const etag = before.headers.get('etag') ?? '';
  const after = await read({ 'if-none-match': etag });
  expect([after.status, after.headers.get('etag')]).toEqual([200, etag]);
  expect((await change({ lastName: 'One' }, { 'if-match': etag })).status).toBe(200);
  expect((await change({ lastName: 'Two' }, { 'if-match': etag })).status).toBe(412);
});

it.each<[string, () => Promise<unknown>, string]>([
  ['an upload that is not there', () => Promise.resolve('a'.repeat(24)), 'unknown-file'],
  [
    'an upload of somebody else, even for an administrator',
    async () => {
      const id = await addImage();
      headers = asProgram(await signIn(app, await makePerson(app, { role: 'admin' })));
      return id;
    },
    'unknown-file',
  ],
  [
    'what is no image',
    async () => (await upload(app, headers, [{ name: 'a.txt', content: 'x' }])).shown[0]?.id,
    'wrong-kind',
  ],
  ['a number', () => Promise.resolve(1), 'invalid-type'],
  ['no id', () => Promise.resolve('../x'), 'invalid-format'],
])('refuses %s', async (_what, make, code) => {
  const before = headers;
  const avatarId = await make();
  const { status, body } = await change({ lastName: 'Changed', avatarId });
  expect([status, body.errors[0].pointer, body.errors[0].code]).toEqual([
    422,
    '/profile/avatarId',
    code,
  ]);
  headers = before;
  expect((await read()).body.data.profile.lastName).not.toBe('Changed');
});

it('is not deleted while it is shown', async () => {
  const id = await addImage();
  await change({ avatarId: id });
  const remove = () => ask(app, `/uploads/${id}`, { method: 'DELETE', headers });
  expect((await remove()).body.code).toBe('file-in-use');
  await change({ avatarId: null });
  expect((await remove()).status).toBe(204);
});
