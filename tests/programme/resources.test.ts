import { AUDIENCES, type Audience } from '../../src/access/content';
import { startApp, type TestApp } from '../support/app';
import { withoutRequest } from '../support/sign-in-rig';
import {
  createContentRig,
  faultsOf,
  insertFile,
  insertPicture,
  READERS,
  titlesOf,
  type ContentRig,
  type Reader,
} from './content-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let rig: ContentRig;
beforeAll(async () => {
  app = await startApp();
  rig = await createContentRig(app);
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
const add = async (data: object, query = '') => {
  const answer = await rig.add(`/resources${query}`, data);
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.data as Record<string, unknown> & { documentId: string };
};
const addFile = async (more: object = {}) => {
  const { documentId: fileId } = await insertFile(app);
  return add({ title: 'Tides', fileId, audience: ['public'], ...more });
};
const put = (documentId: string, data: object) =>
  rig.as('admin', `/resources/${documentId}`, { method: 'PUT', body: { data } });
const read = (reader: Reader, documentId: string) => rig.as(reader, `/resources/${documentId}`);

describe('writing resources', () => {
  it('takes a link from an administrator, and publishes it', async () => {
    const data = link({ summary: 'All fish', description: '**Many**' });
    const { status, headers, body } = await rig.add('/resources', data);
    expect(status).toBe(201);
    expect(headers.get('etag')).toMatch(/^"/);
    expect(body.data).toMatchObject({
      ...data,
      cover: null,
      hasFile: false,
      fileName: null,
      sizeBytes: null,
      mime: null,
      downloadCount: 0,
    });
    expect((await read('anonymous', body.data.documentId as string)).status).toBe(200);
  });

  it('takes a file and a cover by their ids, and shows no address of the file', async () => {
    const picture = await insertPicture(app);
    const { documentId } = await addFile({ coverId: picture.documentId });
    const { body } = await read('anonymous', documentId);
    expect(body.data).toMatchObject({
      resourceType: 'document',
      url: null,
      hasFile: true,
      fileName: 'Tide tables.pdf',
      sizeBytes: 12_500,
      mime: 'application/pdf',
      cover: { id: picture.documentId, name: 'Reef.jpg', mime: 'image/jpeg' },
    });
    expect(body.data).not.toHaveProperty('file');
    const { cover: _cover, ...rest } = body.data as Record<string, unknown>;
    expect(JSON.stringify(rest)).not.toContain('/uploads/');
  });

  it('changes what is given, and leaves the rest', async () => {
    const picture = await insertPicture(app);
    const { documentId } = await addFile({ coverId: picture.documentId });
    const changed = await put(documentId, { title: 'Tides of 2026' });
    expect(changed.status).toBe(200);
    expect(changed.body.data).toMatchObject({ title: 'Tides of 2026', hasFile: true });
    expect(changed.body.data.cover.id).toBe(picture.documentId);
    const moved = await put(documentId, {
      fileId: null,
      url: 'https://example.org/t',
      coverId: null,
    });
    expect(moved.body.data).toMatchObject({ hasFile: false, cover: null });
    const back = await put(documentId, {
      fileId: (await insertFile(app, { name: 'New.pdf' })).documentId,
      url: null,
    });
    expect(back.body.data).toMatchObject({ hasFile: true, fileName: 'New.pdf', url: null });
  });

  it('lets go of the file of what becomes a link', async () => {
    const { documentId } = await addFile();
    const { body } = await put(documentId, { resourceType: 'link', url: 'https://example.org/t' });
    expect(body.data).toMatchObject({ resourceType: 'link', hasFile: false });
    const held = await app
      .db('files_related_mph as related')
      .join('resources as resource', 'resource.id', 'related.related_id')
      .where({ 'related.field': 'file', 'resource.document_id': documentId });
    expect(held).toEqual([]);
  });

  it('keeps a draft where one is asked for, also without a place', async () => {
    const { documentId } = await add({ title: 'To come', audience: ['all'] }, '?status=draft');
    for (const reader of READERS) expect((await read(reader, documentId)).status).toBe(404);
    const draft = await rig.as('admin', `/resources/${documentId}?status=draft`);
    expect(draft.body.data).toMatchObject({ title: 'To come', publishedAt: null });
    const published = await put(documentId, {});
    expect([published.status, faultsOf(published)]).toEqual([422, ['/data/url']]);
  });

  it('deletes it with its count', async () => {
    const { documentId } = await add(link());
    await rig.follow('anonymous', `/resources/${documentId}/download`, {});
    expect(await app.db('resource_downloads')).toHaveLength(1);
    expect((await rig.as('admin', `/resources/${documentId}`, { method: 'DELETE' })).status).toBe(
      204,
    );
    expect((await rig.as('admin', `/resources/${documentId}`, { method: 'DELETE' })).status).toBe(
      404,
    );
    expect((await put(documentId, { title: 'C' })).status).toBe(404);
    expect(await app.db('resource_downloads')).toEqual([]);
  });

  it.each([
    [{ url: undefined }, '/data/url'],
    [{ url: null }, '/data/url'],
    [{ url: 'javascript:alert(1)' }, '/data/url'],
    [{ url: 'file:///etc/passwd' }, '/data/url'],
    [{ url: 'https://' }, '/data/url'],
    [{ resourceType: 'document', url: null }, '/data/url'],
    [{ fileId: 'f'.repeat(24) }, '/data/fileId'],
    [{ resourceType: 'document', fileId: 'nothing' }, '/data/fileId'],
    [{ resourceType: 'book' }, '/data/resourceType'],
    [{ audience: ['everyone'] }, '/data/audience/0'],
    [{ audience: [] }, '/data/audience'],
    [{ title: '' }, '/data/title'],
    [{ downloadCount: 5 }, '/data/downloadCount'],
    [{ file: 1 }, '/data/file'],
    [{ publishedAt: null }, '/data/publishedAt'],
  ])('refuses %j', async (more, pointer) => {
    const answer = await rig.add('/resources', link(more));
    expect([answer.status, faultsOf(answer)]).toEqual([422, [pointer]]);
    expect(await app.db('resources')).toEqual([]);
  });

  it('refuses a file and an address at once, and a cover that is no picture', async () => {
    const { documentId: fileId } = await insertFile(app);
    const both = await rig.add('/resources', link({ resourceType: 'video', fileId }));
    expect([both.status, faultsOf(both)]).toEqual([422, ['/data/url']]);
    const cover = await rig.add('/resources', link({ coverId: fileId }));
    expect([cover.status, cover.body.errors[0]]).toEqual([
      422,
      expect.objectContaining({ pointer: '/data/coverId', code: 'wrong-kind' }),
    ]);
    const linked = await put((await addFile()).documentId, { url: 'https://example.org/x' });
    expect([linked.status, faultsOf(linked)]).toEqual([422, ['/data/url']]);
  });

  it.each<Reader>(['student', 'mentor', 'supervisor'])('is not for a %s (M-05)', async (role) => {
    const { documentId } = await add(link());
    const body = { data: link({ audience: ['admin'] }) };
    const path = `/resources/${documentId}`;
    const answers = await Promise.all([
      rig.as(role, '/resources', { body }),
      rig.as(role, path, { method: 'PUT', body }),
      rig.as(role, path, { method: 'DELETE' }),
      rig.as(role, `${path}/cover`, { method: 'PUT', body: { fileId: 'x' } }),
      rig.as(role, `${path}/cover`, { method: 'DELETE' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect((await rig.as('anonymous', '/resources', { body })).status).toBe(401);
  });
});

describe('who reads resources (S-04, S-05)', () => {
  const MAY: Record<Audience, Reader[]> = {
    public: [...READERS],
    all: ['student', 'mentor', 'supervisor', 'admin'],
    student: ['student', 'admin'],
    mentor: ['mentor', 'admin'],
    supervisor: ['supervisor', 'admin'],
    admin: ['admin'],
  };

  it.each(READERS)(
    'shows %s what is for them, in lists, counts, search and alone',
    async (reader) => {
      const ids: Partial<Record<Audience, string>> = {};
      for (const audience of AUDIENCES) {
        ids[audience] = (await add(link({ title: audience, audience: [audience] }))).documentId;
      }
      const mine = AUDIENCES.filter((audience) => MAY[audience].includes(reader)).sort();
      for (const query of ['', '?_q=guide', '?filters[title][$ne]=x']) {
        const answer = await rig.as(reader, `/resources${query}`);
        expect(titlesOf(answer).sort()).toEqual(mine);
        expect(answer.body.meta.pagination.total).toBe(mine.length);
      }
      for (const audience of AUDIENCES) {
        const status = mine.includes(audience) ? 200 : 404;
        expect((await read(reader, ids[audience] ?? '')).status).toBe(status);
      }
    },
  );

  it('answers for hidden ones as for those that never were (S-06, S-07)', async () => {
    const other = await add(link({ audience: ['mentor'] }));
    const draft = await add(link(), '?status=draft');
    const missing = await read('student', 'a'.repeat(24));
    for (const { documentId } of [other, draft]) {
      const hidden = await read('student', documentId);
      expect(withoutRequest(hidden)).toEqual(withoutRequest(missing));
      expect(hidden.headers.get('etag')).toBeNull();
    }
    expect((await rig.as('student', '/resources')).body.meta.pagination.total).toBe(0);
  });

  it.each([
    'status=draft',
    'locale=*',
    'populate=file',
    'populate[cover][fields]=url',
    'populate=*',
    'filters[file][name][$startsWith]=T',
    'sort=file',
    'fields=file',
  ])('takes no %s from a student (F-12)', async (query) => {
    expect((await rig.as('student', `/resources?${query}`)).status).toBe(400);
  });

  it('takes as many statements for 30 as for 3', async () => {
    const picture = await insertPicture(app);
    for (let index = 0; index < 3; index += 1) await addFile({ coverId: picture.documentId });
    const list = () => rig.as('student', '/resources?pagination[pageSize]=30');
    const few = await rig.countStatements(/resource|files/, list);
    for (let index = 0; index < 27; index += 1) await addFile({ coverId: picture.documentId });
    expect(await rig.countStatements(/resource|files/, list)).toBe(few);
    expect((await list()).body.data).toHaveLength(30);
  });
});
