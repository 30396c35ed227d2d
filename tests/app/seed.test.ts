import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import request from 'supertest';
import { runSeed } from '../../scripts/seed';
import { DEMO_PEOPLE } from '../../src/seed/programme/people';
import type { SeedReport } from '../../src/seed/seed-report';
import { startApp, type TestApp } from '../support/app';

let app: TestApp;
let first: SeedReport;
let told = '';

const seed = () => runSeed({ strapi: app.strapi, tell: (text) => (told += text) });

/** Every row that the seed owns, with the version that PostgreSQL gives it at each write. */
async function rowVersions(): Promise<string[]> {
  const { rows } = await app.db.raw<{ rows: { version: string }[] }>(
    `select concat('occurrence ', record_key, ' ', xmin, ' ', document_id) as version from occurrences
      union all select concat('taxon ', aphia_id, ' ', xmin) from taxa
      union all select concat('dataset ', dataset_key, ' ', xmin) from datasets
      union all select concat('user ', email, ' ', xmin) from up_users
      union all select concat('role ', id, ' ', xmin) from up_users_role_lnk
      union all select concat('admin ', email, ' ', xmin) from admin_users
      union all select concat('group ', code, ' ', xmin) from groups
      union all select concat('member ', label, ' ', xmin) from group_memberships
      union all select concat('task ', document_id, ' ', xmin) from tasks
      union all select concat('event ', document_id, ' ', id, ' ', xmin) from events
      union all select concat('registration ', label, ' ', xmin) from event_registrations
      order by 1`,
  );
  return rows.map(({ version }) => version);
}

beforeAll(async () => {
  app = await startApp();
  first = await seed();
});
afterAll(() => app.stop());

describe('the seed', () => {
  it('makes the dataset, the taxa, the records and the people', async () => {
    expect(first.dataset).toEqual({ made: 1, alreadyThere: 0 });
    expect(first.taxa.made).toBeGreaterThanOrEqual(150);
    expect(first.occurrences).toEqual({ made: 20_000, alreadyThere: 0 });
    expect(await app.db('occurrences').count('* as n').first()).toEqual({ n: '20000' });
    expect(await app.db('datasets').first('provider', 'title')).toEqual({
      provider: 'demo',
      title: expect.stringMatching(/invented/) as string,
    });
  });

  it('lets its admin into the panel with the password that it told once', async () => {
    const { email, password } = first.admin ?? { email: '', password: '' };
    expect(told).toContain(password);
    const answer = await request(app.url).post('/admin/login').send({ email, password });
    expect(answer.status).toBe(200);
    const { rows } = await app.db.raw<{ rows: { code: string }[] }>(
      `select role.code
         from admin_users as account
         join admin_users_roles_lnk as link on link.user_id = account.id
         join admin_roles as role on role.id = link.role_id
        where account.email = :email`,
      { email },
    );
    expect(rows).toEqual([{ code: 'strapi-super-admin' }]);
  });

  it('makes people of every role who sign in without a password', async () => {
    const { rows } = await app.db.raw<{ rows: { type: string; password: string | null }[] }>(
      `select role.type, account.password
         from up_users as account
         join up_users_role_lnk as link on link.user_id = account.id
         join up_roles as role on role.id = link.role_id
        where account.confirmed and not account.blocked`,
    );
    expect(rows.map(({ type }) => type).sort()).toEqual(DEMO_PEOPLE.map((p) => p.role).sort());
    expect(DEMO_PEOPLE).toHaveLength(80);
    expect(rows.filter(({ password }) => password !== null)).toEqual([]);
  });

  it('makes a programme year in which everything that can be is', async () => {
    const { rows } = await app.db.raw<{ rows: Record<string, number>[] }>(
      `select cast(count(*) as integer) as groups,
              (select cast(count(*) as integer) from group_memberships
                where group_document_id is not null and user_document_id is not null) as members,
              (select cast(count(*) as integer) from milestones) as milestones,
              (select cast(count(*) as integer) from tasks where completed_at < now()) as completed,
              (select cast(count(*) as integer) from tasks
                where completed_at is null and due_date < current_date) as overdue,
              (select cast(count(*) as integer) from tasks
                where completed_at is null and due_date >= current_date) as open,
              (select cast(count(*) as integer) from events
                where published_at is not null and ends_at < now()) as past,
              (select cast(count(*) as integer) from events
                where published_at is not null and starts_at > now()) as coming,
              (select cast(count(*) as integer) from event_registrations
                where registration_status = 'waiting') as waiting,
              (select count(distinct one)::integer from announcements, jsonb_array_elements_text(audience) as one)
                as audiences
         from groups`,
    );
    const { completed, overdue, open, past, coming, waiting, ...counts } = rows[0] ?? {};
    expect(counts).toEqual({ groups: 12, members: 72, milestones: 60, audiences: 6 });
    for (const some of [completed, overdue, open, past, coming, waiting]) {
      expect(some).toBeGreaterThan(2);
    }
  });

  it('has public records from Biscay to the Balearics, by the generated geometry', async () => {
    const { rows } = await app.db.raw<{ rows: { n: number }[] }>(
      `select cast(count(*) as integer) as n
         from occurrences
        where geom && st_makeenvelope(-10, 35, 5, 45, 4326)
          and not absence and not dropped and withdrawn_at is null`,
    );
    expect(rows[0]?.n).toBeGreaterThan(500);
  });

  it('stores times as Strapi does: read through Strapi they are what was made', async () => {
    const found = await app.strapi.documents('api::occurrence.occurrence').findFirst({
      filters: { eventDatePrecision: 'time' },
    });
    expect(found?.eventDateStart).toBe(String(found?.eventDate).replace('Z', '.000Z'));
    expect(found?.firstSeenAt).toBe('2026-10-01T00:00:00.000Z');
    expect(Array.isArray(found?.flags)).toBe(true);
  });

  it('changes no row when it runs again, and says so', async () => {
    const before = await rowVersions();
    told = '';
    const again = await seed();
    expect(await rowVersions()).toEqual(before);
    expect(again.occurrences).toEqual({ made: 0, alreadyThere: 20_000 });
    expect(again.admin).toBeNull();
    expect(told).toMatch(/nothing was changed/);
    expect(told).not.toContain(first.admin?.password);
  });

  it('says --json on standard output, and nothing else', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['scripts/run.mjs', 'seed', '--json'],
      {
        cwd: path.resolve(__dirname, '../..'),
        env: { ...process.env, SERVE_ADMIN_PANEL: 'false', LOG_LEVEL: 'info', LOG_FORMAT: 'json' },
      },
    );
    expect(JSON.parse(stdout)).toMatchObject({ occurrences: { made: 0, alreadyThere: 20_000 } });
  }, 60_000);

  it('completes what an interrupted run left, and leaves the other rows alone', async () => {
    await app.db('occurrences').where('record_key', '>', 'urn:shoal:demo:D013500').delete();
    await app.db('taxa').where('aphia_id', '>', 200_000).delete();
    await app.db('up_users').where('email', 'like', 'noor.%').delete();
    await app
      .db('occurrences')
      .where('record_key', 'urn:shoal:demo:D000007')
      .update({ sex: 'male' });
    const before = await rowVersions();
    const completed = await seed();
    expect(completed.occurrences).toEqual({ made: 6500, alreadyThere: 13_500 });
    expect(completed.people.made).toBe(1);
    const after = new Set(await rowVersions());
    expect(before.filter((version) => !after.has(version))).toEqual([]);
    expect(await app.db('taxa').count('* as n').first()).toEqual({ n: String(first.taxa.made) });
    expect(await app.db('occurrences').count('* as n').first()).toEqual({ n: '20000' });
  });

  it('refuses in plain words when a role is missing, before it makes anything', async () => {
    const before = await rowVersions();
    await app.db('up_roles').where({ type: 'mentor' }).update({ type: 'mentor-away' });
    await expect(seed()).rejects.toThrow('The roles mentor are not there');
    await app.db('up_roles').where({ type: 'mentor-away' }).update({ type: 'mentor' });
    expect(await rowVersions()).toEqual(before);
  });
});
