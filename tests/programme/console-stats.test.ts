import type { PersonFilters } from '../../src/api/person/console-fields';
import { startApp, type TestApp } from '../support/app';
import { askConsole, makeGroup, makeSignedIn, type ConsolePerson } from '../support/console-rig';
import { makePerson } from '../support/people';
import { ask } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);

let app: TestApp;
let admin: ConsolePerson;
beforeAll(async () => {
  app = await startApp();
  admin = await makeSignedIn(app, { role: 'admin', track: 'reef' });
  const mentor = await makePerson(app, { role: 'mentor', status: 'suspended' });
  const old = await makePerson(app, { track: 'reef' });
  await makePerson(app, { status: 'pending', track: 'kelp' });
  await app
    .db('up_users')
    .where({ id: old.userId })
    .update({ created_at: ago(500), last_sign_in_at: ago(40) });
  const group = await makeGroup(app, 'Reefers');
  await makeGroup(app, 'Empty');
  await app.db('groups_mentor_lnk').insert({ group_id: group.id, user_id: mentor.userId });
  await askConsole(app, admin, `/users/${old.documentId}`, {
    method: 'PATCH',
    body: { groups: [group.code] },
  });
});
afterAll(() => app.stop());

const statementsOf = async (path: string) => {
  const seen: string[] = [];
  const note = ({ sql }: { sql: string }) => seen.push(sql);
  app.db.on('query', note);
  const answer = await askConsole(app, admin, path);
  app.db.removeListener('query', note);
  return {
    answer,
    statements: seen.filter((sql) => /json_build_object|occurrences/.test(sql)).length,
  };
};

it('GET /api/admin/users/stats counts people', async () => {
  const { answer, statements } = await statementsOf('/users/stats');
  expect([answer.status, statements]).toEqual([200, 1]);
  const { registeredByMonth, byRole, ...data } = answer.body.data;
  expect(data).toEqual({
    total: 4,
    byStatus: { pending: 1, active: 2, suspended: 1 },
    byTrack: [
      { track: 'reef', count: 2 },
      { track: 'kelp', count: 1 },
    ],
    withoutTrack: 1,
    withoutGroup: 3,
    activeLast30Days: 1,
  });
  expect(byRole).toMatchObject({ admin: 1, mentor: 1, student: 2, supervisor: 0 });
  const months = registeredByMonth as { month: string; count: number }[];
  expect(months).toHaveLength(12);
  expect(months.at(-1)).toEqual({ month: new Date().toISOString().slice(0, 7), count: 3 });
  expect(months.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  expect(answer.body.meta).toEqual({ timeZone: 'UTC' });
});

it('GET /api/admin/users/filters says what lists can be filtered by, and what each finds', async () => {
  const { answer, statements } = await statementsOf('/users/filters');
  expect([answer.status, statements]).toEqual([200, 1]);
  const { roles, statuses, tracks, groups, withoutGroup } = answer.body.data as PersonFilters;
  expect(roles).toContainEqual({ value: 'mentor', label: 'Mentor', count: 1 });
  expect(statuses).toContainEqual({ value: 'suspended', count: 1 });
  expect(tracks).toEqual([
    { value: 'kelp', count: 1 },
    { value: 'reef', count: 2 },
  ]);
  expect(groups.map(({ label, count }) => [label, count])).toEqual([
    ['Reefers', 1],
    ['Empty', 0],
  ]);
  expect(withoutGroup).toBe(3);
  const total = async (query: string) =>
    (await askConsole(app, admin, `/users?${query}`)).body.meta.total as number;
  for (const { value, count } of roles) expect(await total(`role=${value}`)).toBe(count);
  for (const { value, count } of groups) expect(await total(`group=${value}`)).toBe(count);
});

describe('GET /api/admin/stats', () => {
  const insert = (table: string, rows: object[]) =>
    app
      .db(table)
      .insert(rows.map((row, at) => ({ document_id: `${table}${at}`.padEnd(24, 'x'), ...row })));

  it('tells what there is and what goes on', async () => {
    await insert('tasks', [
      { title: 'a', due_date: ago(3) },
      { title: 'b', due_date: ago(-3) },
      { title: 'c', due_date: ago(3), completed_at: new Date() },
    ]);
    const audience = JSON.stringify(['all']);
    await insert('events', [
      { title: 'past', starts_at: ago(9), ends_at: ago(8), published_at: ago(9), audience },
      { title: 'now', starts_at: ago(1), ends_at: ago(-1), published_at: ago(9), audience },
      { title: 'draft', starts_at: ago(-1), audience },
    ]);
    // A published event keeps its draft beside it, which is none of its own.
    await app.db('events').insert({
      document_id: 'events0'.padEnd(24, 'x'),
      title: 'past',
      starts_at: ago(9),
      audience,
    });
    await insert('resources', [
      { title: 'a', resource_type: 'link', published_at: ago(1), audience },
      { title: 'b', resource_type: 'document', audience },
    ]);
    await app.db('resource_downloads').insert({ resource_document_id: 'x', downloads: 7 });
    await insert('announcements', [
      { title: 'live', content: 'x', published_at: ago(1), audience },
      { title: 'over', content: 'x', published_at: ago(9), expire_at: ago(1), audience },
      { title: 'soon', content: 'x', publish_at: ago(-1), audience },
      { title: 'draft', content: 'x', audience },
    ]);
    await insert('occurrences', [
      { provider: 'obis', absence: false, dropped: false },
      { provider: 'gbif', absence: false, dropped: false },
      { provider: 'gbif', absence: true, dropped: false },
    ]);
    for (const state of ['failed', 'succeeded']) {
      await app.db('importer_runs').insert({
        source: 'obis',
        mode: 'full',
        parameters: '{}',
        parameters_key: 'k',
        state,
        read: 5,
      });
    }
    const { answer, statements } = await statementsOf('/stats');
    expect([answer.status, statements]).toEqual([200, 2]);
    expect(answer.body.data).toEqual({
      people: { total: 4, pending: 1, active: 2, suspended: 1 },
      groups: { total: 2, withMentor: 1, withoutMentor: 1, members: 1 },
      tasks: { total: 3, open: 2, overdue: 1, completed: 1 },
      events: { upcoming: 1, past: 1, drafts: 1, registrations: 0, waiting: 0 },
      resources: { total: 1, drafts: 1, byType: { link: 1 }, downloads: 7 },
      announcements: { live: 1, scheduled: 1, expired: 1, drafts: 1 },
      occurrences: { total: 2, byProvider: { gbif: 1, obis: 1 } },
      imports: [
        {
          source: 'obis',
          mode: 'full',
          state: 'succeeded',
          startedAt: null,
          finishedAt: null,
          read: 5,
          inserted: 0,
          updated: 0,
          rejected: 0,
        },
      ],
    });
    const again = await statementsOf('/stats');
    expect(again.statements).toBe(1);
    expect(again.answer.body.meta.occurrencesCountedAt).toBe(answer.body.meta.occurrencesCountedAt);
  });

  it('is for administrators, and takes no query', async () => {
    expect((await ask(app, '/admin/stats')).status).toBe(401);
    const student = await makeSignedIn(app);
    const refused = await askConsole(app, student, '/stats');
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
    for (const path of ['/stats', '/users/stats', '/users/filters']) {
      expect((await askConsole(app, admin, `${path}?x=1`)).status).toBe(400);
    }
  });
});
