import { publishAnnouncements } from '../../src/api/announcement/publish-announcements';
import { startApp, type TestApp } from '../support/app';
import { until } from '../support/launcher-process';
import { signInToPanel, type PanelAccount } from '../support/panel';
import { createContentRig, titlesOf, type ContentRig } from './content-rig';

process.env.THROTTLE_ENABLED = 'false';

const UID = 'api::announcement.announcement';
const PANEL = `/content-manager/collection-types/${UID}`;

let app: TestApp;
let rig: ContentRig;
let panel: PanelAccount;
/** What webhooks hear; it may come a moment after what it is about. */
const heard: { name: string; documentId: string }[] = [];
const hear = async (documentId: string, names: string[]) => {
  const namesOf = () =>
    heard.filter((event) => event.documentId === documentId).map(({ name }) => name);
  await until('the events', () => namesOf().length >= names.length);
  expect(namesOf()).toEqual(names);
};
beforeAll(async () => {
  app = await startApp();
  rig = await createContentRig(app);
  panel = await signInToPanel(app);
  for (const name of ['entry.publish', 'entry.unpublish']) {
    app.strapi.eventHub.on(
      name,
      // The entry is read when the event is sent: the next test may have deleted it by then.
      ({ uid, entry }: { uid: string; entry: { documentId: string } | null }) => {
        if (uid === UID && entry) heard.push({ name, documentId: entry.documentId });
        return Promise.resolve();
      },
    );
  }
});
afterAll(() => app.stop());
beforeEach(() => app.db('announcements').delete());

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);
const news = (more: object = {}) => ({
  title: 'Whale watch',
  content: 'Bring binoculars.',
  audience: ['public'],
  ...more,
});
const add = async (more: object = {}) => {
  const answer = await rig.add('/announcements', news(more));
  return answer.body.data as { documentId: string; publishedAt: string | null };
};
const change = (documentId: string, data: object) =>
  rig.as('admin', `/announcements/${documentId}`, { method: 'PUT', body: { data } });
const publishedTitles = async () =>
  (await app.db('announcements').whereNotNull('published_at').select('title')).map(
    (row: { title: string }) => row.title,
  );
/** What the job does, as if it were then. */
const runAt = (hours: number) => publishAnnouncements(app.strapi, inHours(hours));

describe('an announcement that is planned', () => {
  it('is a draft until its moment, then published, and its webhooks hear of it', async () => {
    const { publishedAt, documentId } = await add({ publishAt: inHours(2) });
    expect(publishedAt).toBeNull();
    await runAt(1.9);
    expect(await publishedTitles()).toEqual([]);
    await hear(documentId, []);
    await runAt(2.1);
    expect(await publishedTitles()).toEqual(['Whale watch']);
    await hear(documentId, ['entry.publish']);
    // The clock of the rule is the real one: it is not due for readers.
    expect((await rig.as('student', `/announcements/${documentId}`)).status).toBe(404);
  });

  it('is shown exactly from its moment on, also where the job was earlier', async () => {
    await add({ publishAt: inHours(2) });
    await runAt(3);
    expect(titlesOf(await rig.as('student', '/announcements'))).toEqual([]);
    await app.db('announcements').update({ publish_at: inHours(-0.001) });
    expect(titlesOf(await rig.as('student', '/announcements'))).toEqual(['Whale watch']);
  });

  it('comes out as a draft that was saved in the panel does', async () => {
    const body = news({ title: 'From the panel', publishAt: inHours(1) });
    expect((await panel.ask(PANEL, { method: 'POST', body })).status).toBe(201);
    await runAt(2);
    expect(await publishedTitles()).toEqual(['From the panel']);
  });

  it('is published once by two servers', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      ids.push((await add({ publishAt: inHours(2) })).documentId);
    }
    await Promise.all([runAt(3), runAt(3), runAt(3)]);
    expect(await publishedTitles()).toHaveLength(5);
    for (const documentId of ids) await hear(documentId, ['entry.publish']);
  });

  it('does not come back after an editor took it back, until it is planned anew', async () => {
    const { documentId } = await add({ publishAt: inHours(2) });
    await runAt(3);
    await app.strapi.documents(UID).unpublish({ documentId });
    await runAt(4);
    expect(await publishedTitles()).toEqual([]);
    await change(documentId, { publishAt: inHours(5) });
    await runAt(6);
    expect(await publishedTitles()).toEqual(['Whale watch']);
  });

  it('does not come back either where it was published at once, or early by hand', async () => {
    const atOnce = await add({ publishAt: inHours(-1) });
    const plain = await add();
    for (const { documentId } of [atOnce, plain]) {
      await app.strapi.documents(UID).unpublish({ documentId });
    }
    await runAt(1);
    expect(await publishedTitles()).toEqual([]);
  });

  it('is put off by a later moment, and nobody reads it meanwhile', async () => {
    const { documentId } = await add();
    const { status, body } = await change(documentId, { publishAt: inHours(2) });
    expect([status, body.data.publishedAt]).toEqual([200, null]);
    expect((await rig.as('anonymous', `/announcements/${documentId}`)).status).toBe(404);
    await runAt(3);
    expect(await publishedTitles()).toEqual(['Whale watch']);
  });

  it('comes out now when its moment is taken away', async () => {
    const { documentId } = await add({ publishAt: inHours(2) });
    const { body } = await change(documentId, { publishAt: null });
    expect(body.data.publishedAt).not.toBeNull();
    expect((await rig.as('anonymous', `/announcements/${documentId}`)).status).toBe(200);
  });

  it('does not come out as a copy of itself', async () => {
    const { documentId } = await add({ publishAt: inHours(-1) });
    await app.strapi.documents(UID).clone({ documentId });
    await runAt(1);
    expect(await publishedTitles()).toEqual(['Whale watch']);
  });

  it('holds up no other one when it cannot be published', async () => {
    const broken = await add({ title: 'Broken', publishAt: inHours(1) });
    await add({ title: 'Sound', publishAt: inHours(2) });
    const nobody = { audience: null };
    await app.db('announcements').where('document_id', broken.documentId).update(nobody);
    await runAt(3);
    expect(await publishedTitles()).toEqual(['Sound']);
    const everybody = { audience: JSON.stringify(['all']) };
    await app.db('announcements').where('document_id', broken.documentId).update(everybody);
    await runAt(4);
    expect((await publishedTitles()).sort()).toEqual(['Broken', 'Sound']);
  });
});

describe('an announcement that ends', () => {
  it('is taken back, and its draft stays', async () => {
    const { documentId } = await add({ expireAt: inHours(2) });
    await runAt(1.9);
    expect(await publishedTitles()).toHaveLength(1);
    await Promise.all([runAt(2.1), runAt(2.1)]);
    expect(await publishedTitles()).toEqual([]);
    await hear(documentId, ['entry.publish', 'entry.unpublish']);
    const draft = await rig.as('admin', `/announcements/${documentId}?status=draft`);
    expect(draft.status).toBe(200);
    await runAt(3);
    expect(await publishedTitles()).toEqual([]);
  });

  it('does not come out when it is over before anybody looked', async () => {
    await add({ publishAt: inHours(1), expireAt: inHours(2) });
    await runAt(3);
    expect(await publishedTitles()).toEqual([]);
  });

  it('is taken back at once by an end that has passed', async () => {
    const { documentId } = await add({ publishAt: inHours(-2) });
    const { body } = await change(documentId, { expireAt: inHours(-1) });
    expect(body.data).toMatchObject({ publishedAt: null, isExpired: true });
    expect((await rig.as('anonymous', `/announcements/${documentId}`)).status).toBe(404);
  });
});

it('is looked for each minute', async () => {
  const { rows } = await app.db.raw<{ rows: object[] }>(
    `select name from jobs.queue where name = 'programme.publish-announcements'`,
  );
  expect(rows).toHaveLength(1);
});

it('leaves nothing behind of an announcement that was deleted', async () => {
  const { documentId } = await add({ publishAt: inHours(-1) });
  await app.strapi.documents(UID).delete({ documentId });
  expect(await app.db('announcement_publications')).toEqual([]);
});
