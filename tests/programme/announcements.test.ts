import { AUDIENCES, type Audience } from '../../src/access/content';
import { startApp, type TestApp } from '../support/app';
import { signInToPanel, type PanelAccount } from '../support/panel';
import { withoutRequest } from '../support/sign-in-rig';
import {
  createContentRig,
  faultsOf,
  READERS,
  titlesOf,
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
beforeEach(() => app.db('announcements').delete());

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const news = (more: object = {}) => ({
  title: 'Whale watch',
  content: 'Bring binoculars.',
  audience: ['public'],
  ...more,
});
const add = async (more: object = {}, query = '') => {
  const answer = await rig.add(`/announcements${query}`, news(more));
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body.data as { documentId: string; publishedAt: string | null };
};
const list = (reader: Reader, query = '') => rig.as(reader, `/announcements${query}`);
const statusOf = async (reader: Reader, documentId: string) =>
  (await rig.as(reader, `/announcements/${documentId}`)).status;

describe('writing announcements', () => {
  it('takes all its fields from an administrator, and publishes it', async () => {
    const data = news({ summary: 'Sunday', publishAt: inHours(-1), expireAt: inHours(5) });
    const { status, headers, body } = await rig.add('/announcements', data);
    expect(status).toBe(201);
    expect(headers.get('etag')).toMatch(/^"/);
    expect(body.data).toMatchObject({ ...data, isPlanned: false, isExpired: false });
    expect(body.data.publishedAt).not.toBeNull();
    expect((await list('anonymous')).body.meta.pagination.total).toBe(1);
  });

  it('changes what is given, and leaves the rest', async () => {
    const { documentId } = await add({ summary: 'Sunday' });
    const path = `/announcements/${documentId}`;
    const changed = await rig.as('admin', path, { method: 'PUT', body: { data: { title: 'B' } } });
    expect([changed.status, changed.body.data.title]).toEqual([200, 'B']);
    const seen = await rig.as('anonymous', path);
    expect(seen.body.data).toMatchObject({ title: 'B', summary: 'Sunday' });
    expect(seen.body.data).not.toHaveProperty('isPlanned');
  });

  it('keeps a draft where one is asked for', async () => {
    const { documentId, publishedAt } = await add({}, '?status=draft');
    expect(publishedAt).toBeNull();
    expect(await statusOf('anonymous', documentId)).toBe(404);
    expect(await statusOf('admin', documentId)).toBe(404);
    const draft = await rig.as('admin', `/announcements/${documentId}?status=draft`);
    expect(draft.status).toBe(200);
  });

  it('deletes, and knows nothing of it afterwards', async () => {
    const { documentId } = await add();
    const path = `/announcements/${documentId}`;
    expect((await rig.as('admin', path, { method: 'DELETE' })).status).toBe(204);
    expect((await rig.as('admin', path, { method: 'DELETE' })).status).toBe(404);
    const put = await rig.as('admin', path, { method: 'PUT', body: { data: { title: 'C' } } });
    expect(put.status).toBe(404);
    expect(await app.db('announcement_publications')).toEqual([]);
  });

  it.each([
    [{ audience: ['everyone'] }, '/data/audience/0'],
    [{ audience: [] }, '/data/audience'],
    [{ audience: undefined }, '/data/audience'],
    [{ title: ' ' }, '/data/title'],
    [{ content: '' }, '/data/content'],
    [{ publishAt: 'tomorrow' }, '/data/publishAt'],
    [{ publishAt: inHours(3), expireAt: inHours(2) }, '/data/expireAt'],
    [{ publishedAt: inHours(0) }, '/data/publishedAt'],
    [{ createdBy: 1 }, '/data/createdBy'],
    [{ search_words: 'x' }, '/data/search_words'],
  ])('refuses %j', async (more, pointer) => {
    const answer = await rig.add('/announcements', news(more));
    expect([answer.status, faultsOf(answer)]).toEqual([422, [pointer]]);
    expect(await app.db('announcements')).toEqual([]);
  });

  it('refuses null for what it must have', async () => {
    const { documentId } = await add();
    for (const name of ['title', 'content', 'audience']) {
      const body = { data: { [name]: null } };
      const answer = await rig.as('admin', `/announcements/${documentId}`, { method: 'PUT', body });
      expect([answer.status, faultsOf(answer)]).toEqual([422, [`/data/${name}`]]);
    }
  });

  it.each<Reader>(['student', 'mentor', 'supervisor'])('is not for a %s (M-05)', async (role) => {
    const { documentId } = await add();
    const body = { data: news({ audience: ['admin'], publishedAt: inHours(0) }) };
    expect((await rig.as(role, '/announcements', { body })).status).toBe(403);
    const path = `/announcements/${documentId}`;
    expect((await rig.as(role, path, { method: 'PUT', body })).status).toBe(403);
    expect((await rig.as(role, path, { method: 'DELETE' })).status).toBe(403);
    expect((await rig.as('anonymous', '/announcements', { body })).status).toBe(401);
  });

  it('lets the first of two writers of one version win', async () => {
    const { documentId } = await add();
    const path = `/announcements/${documentId}`;
    const etag = (await rig.as('admin', path)).headers.get('etag') ?? '';
    const put = (title: string) =>
      rig.as('admin', path, {
        method: 'PUT',
        headers: { 'if-match': etag },
        body: { data: { title } },
      });
    expect([(await put('one')).status, (await put('two')).status]).toEqual([200, 412]);
  });
});

describe('who reads announcements (S-04, S-05)', () => {
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
        ids[audience] = (await add({ title: audience, audience: [audience] })).documentId;
      }
      const mine = AUDIENCES.filter((audience) => MAY[audience].includes(reader)).sort();
      for (const query of [
        '',
        '?q=binoculars',
        '?_q=binoculars',
        '?q=-krill',
        '?filters[title][$ne]=x',
      ]) {
        const answer = await list(reader, query);
        expect(titlesOf(answer).sort()).toEqual(mine);
        expect(answer.body.meta.pagination.total).toBe(mine.length);
      }
      for (const audience of AUDIENCES) {
        const status = mine.includes(audience) ? 200 : 404;
        expect(await statusOf(reader, ids[audience] ?? '')).toBe(status);
      }
    },
  );

  it('answers for hidden ones as for those that never were (S-06)', async () => {
    const { documentId } = await add({ audience: ['mentor'] });
    const hidden = await rig.as('student', `/announcements/${documentId}`);
    const missing = await rig.as('student', `/announcements/${'a'.repeat(24)}`);
    expect(withoutRequest(hidden)).toEqual(withoutRequest(missing));
    expect(hidden.headers.get('etag')).toBeNull();
  });

  it('hides drafts, what is not due yet and what is over (S-07)', async () => {
    const draft = await add({ title: 'draft' }, '?status=draft');
    const due = await add({ title: 'due' });
    const early = await add({ title: 'early' });
    const over = await add({ title: 'over' });
    const moments = { publish_at: inHours(1) };
    await app.db('announcements').where('document_id', early.documentId).update(moments);
    await app
      .db('announcements')
      .where('document_id', over.documentId)
      .update({ expire_at: inHours(-1) });
    for (const reader of ['anonymous', 'student'] as const) {
      const answer = await list(reader);
      expect([titlesOf(answer), answer.body.meta.pagination.total]).toEqual([['due'], 1]);
      expect(await statusOf(reader, due.documentId)).toBe(200);
      for (const { documentId } of [draft, early, over]) {
        expect(await statusOf(reader, documentId)).toBe(404);
      }
      expect((await list(reader, '?status=draft')).status).toBe(400);
      expect((await list(reader, '?locale=*')).status).toBe(400);
    }
    const all = await list('admin');
    expect(all.body.data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ title: 'early', isPlanned: true, isExpired: false }),
        expect.objectContaining({ title: 'over', isPlanned: false, isExpired: true }),
      ]),
    );
  });
});

describe('the list', () => {
  it('has the newest first, by when it came out', async () => {
    await add({ title: 'second', publishAt: inHours(-2) });
    await add({ title: 'third', publishAt: inHours(-3) });
    const first = await add({ title: 'first' });
    expect(titlesOf(await list('anonymous'))).toEqual(['first', 'second', 'third']);
    const body = { data: { content: 'Corrected.' } };
    const third = (await list('anonymous')).body.data[2].documentId as string;
    await rig.as('admin', `/announcements/${third}`, { method: 'PUT', body });
    expect(titlesOf(await list('anonymous'))).toEqual(['first', 'second', 'third']);
    expect(titlesOf(await list('anonymous', '?sort=title:desc'))).toEqual([
      'third',
      'second',
      'first',
    ]);
    const shown = (await rig.as('anonymous', `/announcements/${first.documentId}`)).body.data;
    expect(shown.publishAt).toBe(first.publishedAt);
  });

  it('takes as many statements for 30 as for 3', async () => {
    for (let index = 0; index < 3; index += 1) await add();
    const few = await rig.countStatements(/announcement/, () => list('student'));
    for (let index = 0; index < 27; index += 1) await add();
    const many = await rig.countStatements(/announcement/, () =>
      list('student', '?pagination[pageSize]=30'),
    );
    expect((await list('student', '?pagination[pageSize]=30')).body.data).toHaveLength(30);
    expect(many).toBe(few);
  });
});

describe('the rules in the admin panel', () => {
  const path = '/content-manager/collection-types/api::announcement.announcement';
  const save = async (body: object, action = '') => {
    const answer = await panel.ask(`${path}${action}`, { method: 'POST', body });
    return { status: answer.status, body: (await answer.json()) as never };
  };
  const paths = ({ body }: { body: { error: { details: { errors: { path: string[] }[] } } } }) =>
    body.error.details.errors.map((error) => error.path.join('.'));

  it.each([
    [{ audience: ['everyone'] }, ['audience']],
    [{ publishAt: inHours(3), expireAt: inHours(2) }, ['expireAt']],
    [{ publishAt: inHours(3), content: null, audience: null }, ['content', 'audience']],
  ])('are said beside the fields: %j', async (more, fields) => {
    const saved = await save(news(more));
    expect([saved.status, paths(saved)]).toEqual([400, fields]);
  });

  it('let a draft be unfinished, but not be published so', async () => {
    const draft = news({ audience: null });
    expect((await save(draft)).status).toBe(201);
    const published = await save(draft, '/actions/publish');
    expect([published.status, paths(published)]).toEqual([400, ['audience']]);
    const over = await save(news({ expireAt: inHours(-1) }), '/actions/publish');
    expect([over.status, paths(over)]).toEqual([400, ['expireAt']]);
  });
});
