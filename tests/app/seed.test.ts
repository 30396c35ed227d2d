import request from 'supertest';
import { runSeed } from '../../scripts/seed';
import { DEMO_PEOPLE } from '../../src/seed/write/demo-people';
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

  it('makes confirmed people of every role, with passwords of which none is another', async () => {
    const { rows } = await app.db.raw<{ rows: { type: string; password: string }[] }>(
      `select role.type, account.password
         from up_users as account
         join up_users_role_lnk as link on link.user_id = account.id
         join up_roles as role on role.id = link.role_id
        where account.confirmed and not account.blocked`,
    );
    expect(rows.map(({ type }) => type).sort()).toEqual(DEMO_PEOPLE.map((p) => p.role).sort());
    expect(new Set(rows.map(({ password }) => password)).size).toBe(DEMO_PEOPLE.length);
    expect(rows.every(({ password }) => /^\$2[aby]\$/.test(password))).toBe(true);
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
    expect(found?.flags).toBeInstanceOf(Array);
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
