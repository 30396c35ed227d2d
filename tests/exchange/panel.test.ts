import { startApp, type TestApp } from '../support/app';
import { lastEvent, lines } from '../support/exchange';
import { until } from '../support/launcher-process';
import { signInToPanel, type PanelAccount } from '../support/panel';
import { makePerson } from '../support/people';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let owner: PanelAccount;
let editor: PanelAccount;
let author: PanelAccount;
beforeAll(async () => {
  app = await startApp();
  owner = await signInToPanel(app);
  editor = await signInToPanel(app, 'strapi-editor');
  author = await signInToPanel(app, 'strapi-author');
  await makePerson(app, { email: 'ada@example.org', role: 'mentor' });
});
afterAll(() => app.stop());

interface Offered {
  kind: string;
  columns: string[];
  mayExport: boolean;
  mayImport: boolean;
}

const offeredTo = async (account: PanelAccount) => {
  const answer = await account.ask('/exchange/kinds');
  const { data } = (await answer.json()) as { data: Offered[] };
  return Object.fromEntries(data.map((one) => [one.kind, one]));
};
const read = async (account: PanelAccount, kind: string, query = '') => {
  const answer = await account.ask(`/exchange/${kind}/export.csv${query}`);
  return { status: answer.status, text: await answer.text() };
};
const send = async ({ headers }: PanelAccount, kind: string, csv: string, query = '') => {
  const form = new FormData();
  form.set('file', new Blob([csv], { type: 'text/csv' }), 'file.csv');
  const answer = await fetch(`${app.url}/exchange/${kind}/import${query}`, {
    method: 'POST',
    headers,
    body: form,
  });
  return {
    status: answer.status,
    body: (await answer.json()) as ReturnType<typeof JSON.parse>,
  };
};

const EVENT = 'title,startsAt,audience,state';
const event = (title: string, state = 'draft') => `${title},2030-01-01T00:00:00Z,all,${state}`;

it('offers all to super admins, content to editors, and people to neither', async () => {
  const all = await offeredTo(owner);
  expect(Object.keys(all).sort()).toEqual(['events', 'groups', 'resources', 'users']);
  for (const one of Object.values(all))
    expect([one.mayExport, one.mayImport]).toEqual([true, true]);
  expect(all['groups']?.columns).toContain('members');
  const some = await offeredTo(editor);
  expect(some['users']).toMatchObject({ mayExport: false, mayImport: false, columns: [] });
  expect(some['groups']?.columns).toEqual(['id', 'code', 'name', 'track', 'description']);
  expect(some['events']).toMatchObject({ mayExport: true, mayImport: true });
  const own = await offeredTo(author);
  expect(own['events']).toMatchObject({ mayExport: true, mayImport: false });
});

it('lets editors import content as their own, and export it', async () => {
  const csv = lines(EVENT, event('By an editor', 'published'));
  const { status, body } = await send(editor, 'events', csv);
  expect([status, body.data.created]).toEqual([200, 1]);
  const [made] = await app.strapi
    .documents('api::event.event')
    .findMany({ status: 'published', populate: ['createdBy'] });
  expect(made).toMatchObject({ title: 'By an editor', createdBy: { id: editor.id } });
  expect(await read(editor, 'events', '?columns=title,state')).toEqual({
    status: 200,
    text: '"title","state"\r\n"By an editor","published"\r\n',
  });
  await until('it is written down', async () => {
    const seen = await lastEvent(app, 'data-exported');
    return seen?.actor_kind === 'panel' && seen.actor_id === String(editor.id);
  });
});

it('shows authors what they made and no more, and takes no file from them', async () => {
  expect((await read(author, 'events', '?columns=title')).text).toBe('"title"\r\n');
  await author.ask('/content-manager/collection-types/api::event.event', {
    method: 'POST',
    body: { title: 'By an author', startsAt: '2030-01-01T00:00:00Z', audience: ['all'] },
  });
  expect((await read(author, 'events', '?columns=title')).text).toContain('"By an author"');
  expect((await send(author, 'events', lines(EVENT, event('x')))).status).toBe(403);
});

it('keeps people from who may not see people', async () => {
  expect((await read(editor, 'users')).status).toBe(403);
  expect((await send(editor, 'users', lines('email', 'x@example.org'))).status).toBe(403);
  expect((await read(editor, 'groups', '?columns=members')).status).toBe(400);
  const { status, body } = await send(editor, 'groups', lines('name,members', 'a,ada@example.org'));
  expect([status, body.error.message]).toEqual([
    400,
    'The header cannot be used. There is no column members.',
  ]);
});

it('shows what is wrong with a file in the report of a dry run', async () => {
  const { status, body } = await send(
    owner,
    'users',
    lines('email,role', 'ada@example.org,captain', 'new@example.org,student'),
    '?dryRun=true',
  );
  expect(status).toBe(200);
  expect(body.data).toMatchObject({
    rows: 2,
    created: 1,
    failed: 1,
    errors: [{ row: 2, column: 'role', code: 'unknown-role' }],
  });
});

it('is not there for strangers, and not without a file', async () => {
  expect((await fetch(`${app.url}/exchange/kinds`)).status).toBe(401);
  expect((await fetch(`${app.url}/exchange/users/export.csv`)).status).toBe(401);
  const form = new FormData();
  form.set('file', new Blob(['id']), 'x.csv');
  const sent = await fetch(`${app.url}/exchange/users/import`, { method: 'POST', body: form });
  expect(sent.status).toBe(401);
  const empty = await owner.ask('/exchange/events/import', { method: 'POST', body: {} });
  expect(empty.status).toBe(422);
  expect((await read(owner, 'whales')).status).toBe(404);
});
