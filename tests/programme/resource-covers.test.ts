import { startApp, type TestApp } from '../support/app';
import { signInToPanel, type PanelAccount } from '../support/panel';
import {
  createContentRig,
  faultsOf,
  insertFile,
  insertPicture,
  type ContentRig,
  type Reader,
} from './content-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let rig: ContentRig;
let panel: PanelAccount;
beforeAll(async () => {
  app = await startApp();
  rig = await createContentRig(app);
  panel = await signInToPanel(app);
});
afterAll(() => app.stop());
beforeEach(() => app.db('resources').delete());

const link = (more: object = {}) => ({
  title: 'Field guide',
  resourceType: 'link',
  url: 'https://example.org/guide',
  audience: ['public'],
  ...more,
});
const add = async (data: object) =>
  (await rig.add('/resources', data)).body.data as { documentId: string };
const read = (reader: Reader, documentId: string) => rig.as(reader, `/resources/${documentId}`);

describe('the cover of a resource', () => {
  const cover = (documentId: string, method: string, body?: object) =>
    rig.as('admin', `/resources/${documentId}/cover`, { method, body });

  it('is replaced and taken away without sending anything else', async () => {
    const { documentId } = await add(link());
    const picture = await insertPicture(app);
    const replaced = await cover(documentId, 'PUT', { fileId: picture.documentId });
    expect(replaced.status).toBe(200);
    expect(replaced.body.data).toMatchObject({ documentId, cover: { id: picture.documentId } });
    expect((await read('student', documentId)).body.data.cover.id).toBe(picture.documentId);
    const draft = await rig.as('admin', `/resources/${documentId}?status=draft`);
    expect(draft.body.data.cover.id).toBe(picture.documentId);
    expect((await cover(documentId, 'DELETE')).status).toBe(204);
    expect((await read('student', documentId)).body.data.cover).toBeNull();
    expect((await cover(documentId, 'DELETE')).status).toBe(204);
  });

  it('is a change of the version that others hold', async () => {
    const { documentId } = await add(link());
    const etag = (await read('admin', documentId)).headers.get('etag') ?? '';
    await cover(documentId, 'PUT', { fileId: (await insertPicture(app)).documentId });
    const late = await rig.as('admin', `/resources/${documentId}`, {
      method: 'PUT',
      headers: { 'if-match': etag },
      body: { data: { title: 'late' } },
    });
    expect(late.status).toBe(412);
  });

  it('publishes nothing, and leaves a draft newer than what is published', async () => {
    const { documentId } = await add(link());
    const path = `/resources/${documentId}?status=draft`;
    await rig.as('admin', path, { method: 'PUT', body: { data: { title: 'Not yet' } } });
    await cover(documentId, 'PUT', { fileId: (await insertPicture(app)).documentId });
    expect((await read('student', documentId)).body.data.title).toBe('Field guide');
    const listed = await panel.ask('/content-manager/collection-types/api::resource.resource');
    const { results } = (await listed.json()) as { results: { status: string }[] };
    expect(results.map(({ status }) => status)).toEqual(['modified']);
  });

  it('is refused where it is unknown, no picture or of no resource', async () => {
    const { documentId } = await add(link());
    const { documentId: fileId } = await insertFile(app);
    const unknown = await cover(documentId, 'PUT', { fileId: 'a'.repeat(24) });
    expect([unknown.status, faultsOf(unknown)]).toEqual([422, ['/fileId']]);
    const document = await cover(documentId, 'PUT', { fileId });
    expect([document.status, document.body.errors[0].code]).toEqual([422, 'wrong-kind']);
    const picture = await insertPicture(app);
    const nowhere = await cover('a'.repeat(24), 'PUT', { fileId: picture.documentId });
    expect(nowhere.status).toBe(404);
    expect((await cover('a'.repeat(24), 'DELETE')).status).toBe(404);
    expect((await cover(documentId, 'PUT', {})).status).toBe(422);
    expect(
      (await rig.as('admin', `/resources/${documentId}/cover?x=1`, { method: 'DELETE' })).status,
    ).toBe(400);
  });
});

describe('the rules in the admin panel', () => {
  const path = '/content-manager/collection-types/api::resource.resource';
  const publish = async (body: object) => {
    const answer = await panel.ask(`${path}/actions/publish`, { method: 'POST', body });
    const { error } = (await answer.json()) as {
      error?: { details: { errors: { path: string[] }[] } };
    };
    return [answer.status, error?.details.errors.map((each) => each.path.join('.'))];
  };

  it('are those of the API', async () => {
    const file = (await insertFile(app)).id;
    expect(await publish(link({ url: null }))).toEqual([400, ['url']]);
    expect(await publish(link({ resourceType: 'video', file }))).toEqual([400, ['url']]);
    expect(await publish(link({ resourceType: 'video', url: null }))).toEqual([400, ['url']]);
    expect(await publish(link({ audience: null }))).toEqual([400, ['audience']]);
    expect(await publish(link({ resourceType: 'video', url: null, file }))).toEqual([
      200,
      undefined,
    ]);
    expect(await publish(link())).toEqual([200, undefined]);
  });
});
