import { startApp, type TestApp } from '../support/app';
import { inDays, insertEvent, makeSignedIn, type SignedIn } from '../support/events';
import { ask } from '../support/sign-in-rig';

process.env.THROTTLE_ENABLED = 'false';

let app: TestApp;
let student: SignedIn;
beforeAll(async () => {
  app = await startApp();
  student = await makeSignedIn(app);
});
afterAll(() => app.stop());

const read = (path: string, { headers }: Pick<SignedIn, 'headers'> = student) =>
  ask(app, path, { headers });
const titlesOf = async (path: string, who?: Pick<SignedIn, 'headers'>) =>
  ((await read(path, who)).body.data as { title: string }[]).map(({ title }) => title);

describe('lists of events', () => {
  beforeAll(async () => {
    await app.db('events').delete();
    const days: [string, number, number | null][] = [
      ['long ago', -9, -8],
      ['yesterday', -1, null],
      ['under way', -2, 2],
      ['in a week', 7, 8],
      ['tomorrow', 1, null],
    ];
    for (const [title, start, end] of days) {
      const times = { starts_at: inDays(start), ends_at: end === null ? null : inDays(end) };
      await insertEvent(app, { title, ...times });
    }
    await insertEvent(app, { title: 'for mentors', starts_at: inDays(3), audience: '["mentor"]' });
  });

  it('begin with what comes first', async () => {
    const inOrder = ['long ago', 'under way', 'yesterday', 'tomorrow', 'in a week'];
    expect(await titlesOf('/events')).toEqual(inOrder);
    expect(await titlesOf('/events?sort=startsAt:desc')).toEqual(inOrder.toReversed());
  });

  it('hold what is not over yet, or what is', async () => {
    expect(await titlesOf('/events?upcoming=true')).toEqual(['under way', 'tomorrow', 'in a week']);
    expect(await titlesOf('/events?upcoming=false')).toEqual(['long ago', 'yesterday']);
    const { body } = await read('/events?upcoming=true&pagination[pageSize]=2');
    expect(body.meta.pagination).toMatchObject({ total: 3, pageCount: 2 });
    const filtered = '/events?upcoming=true&filters[title][$contains]=w&sort=title';
    expect(await titlesOf(filtered)).toEqual(['in a week', 'tomorrow', 'under way']);
    const mentor = await makeSignedIn(app, { role: 'mentor' });
    expect(await titlesOf('/events?upcoming=true', mentor)).toContain('for mentors');
  });

  it.each(['1', '', 'TRUE', 'yes', 'true&upcoming=false', 'true&upcoming=true'])(
    'are 400 for upcoming=%s',
    async (value) => {
      const { status, body } = await read(`/events?upcoming=${value}`);
      expect([status, body.code, body.errors[0].parameter]).toEqual([
        400,
        'invalid-query',
        'upcoming',
      ]);
      expect(body.detail).toMatch(/^upcoming: (Takes true or false|Is given more than once)\.$/);
    },
  );

  it('know upcoming there and nowhere else', async () => {
    const event = await insertEvent(app);
    expect((await read(`/events/${event}?upcoming=true`)).status).toBe(400);
    expect((await read('/resources?upcoming=true')).status).toBe(400);
    const { paths } = (await ask(app, '/openapi.json')).body;
    const named = (paths['/events'].get.parameters as { name: string }[]).map(({ name }) => name);
    expect(named).toContain('upcoming');
  });

  it('take the same number of statements for 3 events and for 30, with their counts', async () => {
    const statementsFor = async (size: number) => {
      const path = `/events?pagination[pageSize]=${size}`;
      await read(path);
      const seen: string[] = [];
      const note = ({ sql }: { sql: string }) => seen.push(sql);
      app.db.on('query', note);
      const { body } = await read(path);
      app.db.removeListener('query', note);
      expect(body.data).toHaveLength(size);
      expect(body.data[0].registrationCount).toBe(1);
      // Background jobs look for work meanwhile.
      return seen.filter((sql) => /events|event_registrations|files/.test(sql)).length;
    };
    for (let made = 0; made < 30; made++) {
      const event = await insertEvent(app, { starts_at: inDays(-20) });
      const path = `/events/${event}/registration`;
      await app
        .db('events')
        .where('document_id', event)
        .update({ starts_at: inDays(30) });
      await ask(app, path, { method: 'POST', headers: student.headers });
      await app
        .db('events')
        .where('document_id', event)
        .update({ starts_at: inDays(-20) });
    }
    expect(await statementsFor(3)).toBe(await statementsFor(30));
  });

  it('show nothing but the fields that are asked for', async () => {
    const { body } = await read('/events?fields=title&pagination[pageSize]=1');
    expect(Object.keys(body.data[0] as object).sort()).toEqual(['documentId', 'id', 'title']);
  });
});
