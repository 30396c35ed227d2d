import http from 'node:http';
import { once } from 'node:events';
import { startApp, type TestApp } from '../support/app';
import { exportCsv, importCsv, lastEvent, lines } from '../support/exchange';
import { until } from '../support/launcher-process';
import { signInToPanel } from '../support/panel';
import { asProgram, makePerson, signIn, type TestPerson } from '../support/people';

process.env.THROTTLE_ENABLED = 'false';

const GROUPS = 12_000;
const BYTES_EACH = 2000;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await makePerson(app, { role: 'admin' });
  await app.db.raw(
    `insert into groups (document_id, code, name, description, published_at)
     select 'g' || lpad(cast(n as text), 23, '0'), 'G-' || n, 'Group ' || n,
            repeat('x', ${BYTES_EACH}), now()
       from generate_series(1, ${GROUPS}) as n`,
  );
});
afterAll(() => app.stop());

interface SlowExport {
  status: number;
  /** Reads to the end: how many bytes there were, and whether it was a whole file. */
  drain(): Promise<{ bytes: number; isWhole: boolean }>;
  leave(): void;
}

/** Asks for all groups and takes only what comes by itself. */
async function startExport(
  headers: Record<string, string>,
  path = '/api/admin/groups/export.csv',
): Promise<SlowExport> {
  const request = http.get(`${app.url}${path}`, { headers, agent: false });
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return {
    status: response.statusCode ?? 0,
    leave: () => response.destroy(),
    drain: () =>
      new Promise((resolve) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => (bytes += chunk.length));
        response.on('error', () => undefined);
        response.on('close', () => resolve({ bytes, isWhole: response.complete }));
      }),
  };
}

async function newAdmin(): Promise<{ person: TestPerson; headers: Record<string, string> }> {
  const person = await makePerson(app, { role: 'admin' });
  return { person, headers: asProgram(await signIn(app, person)) };
}

/** The next export gets a place, which it would not when one of those before still held it. */
async function isFree(headers: Record<string, string>): Promise<boolean> {
  const [one, other] = [await startExport(headers), await startExport(headers)];
  const areServed = one.status === 200 && other.status === 200;
  one.leave();
  other.leave();
  return areServed;
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 300));

describe('an export', () => {
  it('comes whole to who takes it slowly', async () => {
    const { headers } = await newAdmin();
    const slow = await startExport(headers);
    await pause();
    const { bytes, isWhole } = await slow.drain();
    expect(isWhole).toBe(true);
    expect(bytes).toBeGreaterThan(GROUPS * BYTES_EACH);
  });

  it('is one of two at a time; the third is told when to try again (E-06)', async () => {
    const { headers } = await newAdmin();
    const running = [await startExport(headers), await startExport(headers)];
    const third = await exportCsv(app, 'users', { headers });
    expect([third.status, third.body.type, third.body.code]).toEqual([
      429,
      '/problems/rate-limited',
      'too-many-exports',
    ]);
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0);
    await Promise.all(running.map((one) => one.drain()));
    expect((await exportCsv(app, 'users', { headers })).status).toBe(200);
  });

  it('ends when its client leaves, and frees its place (E-06)', async () => {
    const { headers } = await newAdmin();
    const [one, other] = [await startExport(headers), await startExport(headers)];
    one.leave();
    other.leave();
    await until('both places are free', () => isFree(headers), 60_000);
    // Where it stopped: long before its end.
    await until('it is written down', async () => {
      const event = await lastEvent(app, 'data-exported');
      return event?.details['isComplete'] === false && Number(event.details['rows']) < GROUPS;
    });
  });

  it.each([
    ['is suspended', { account_status: 'suspended' }],
    ['is no administrator any more', null],
  ])('is cut off when who asked for it %s (T-08)', async (_what, change) => {
    const { person, headers } = await newAdmin();
    const slow = await startExport(headers);
    if (change) await app.db('up_users').where('id', person.userId).update(change);
    else {
      const student = await app.db('up_roles').where('type', 'student').first<{ id: number }>('id');
      await app
        .db('up_users_role_lnk')
        .where('user_id', person.userId)
        .update({ role_id: student.id });
    }
    // What is remembered of a person is three seconds old at most.
    await new Promise((resolve) => setTimeout(resolve, 3100));
    const { bytes, isWhole } = await slow.drain();
    expect(isWhole).toBe(false);
    expect(bytes).toBeLessThan(GROUPS * BYTES_EACH);
  });

  it('is cut off when an account of the panel is switched off', async () => {
    const panel = await signInToPanel(app);
    const login = await panel.ask('/exchange/kinds');
    expect(login.status).toBe(200);
    const slow = await startExport(panel.headers, '/exchange/groups/export.csv');
    expect(slow.status).toBe(200);
    await app.db('admin_users').where('id', panel.id).update({ is_active: false });
    expect((await slow.drain()).isWhole).toBe(false);
  });

  it('is cut off, and does not end cleanly, when the database fails it (E-07)', async () => {
    const { headers } = await newAdmin();
    const slow = await startExport(headers);
    await app.db.raw('alter table groups rename to groups_away');
    try {
      expect((await slow.drain()).isWhole).toBe(false);
      const before = await exportCsv(app, 'groups', { headers });
      expect([before.status, before.body.code]).toEqual([500, 'internal']);
    } finally {
      await app.db.raw('alter table groups_away rename to groups');
    }
    await until('both places are free', () => isFree(headers), 1000);
  });
});

describe('an import', () => {
  it('is one at a time', async () => {
    const { headers } = await newAdmin();
    const rows = Array.from({ length: 3000 }, (_, place) => `G-${place + 1},New ${place}`);
    const csv = lines('code,name', ...rows);
    const [first, second] = await Promise.all([
      importCsv(app, 'groups', { csv, query: '?dryRun=true', headers }),
      importCsv(app, 'groups', { csv, query: '?dryRun=true', headers }),
    ]);
    const [served, refused] = first.status === 200 ? [first, second] : [second, first];
    expect(served.body.data).toMatchObject({ rows: 3000, updated: 3000 });
    expect([refused.status, refused.body.code]).toEqual([429, 'import-running']);
    const next = await importCsv(app, 'groups', { csv: lines('code,name', 'a,'), headers });
    expect(next.status).toBe(422);
  });

  it('reports rows that could not be written although they could when they were checked', async () => {
    const { headers } = await newAdmin();
    await app.db.raw(
      `create function refuse_name() returns trigger language plpgsql as $$
       begin
         if new.name = 'Refused' then raise exception 'no' using errcode = 'unique_violation'; end if;
         return new;
       end $$`,
    );
    await app.db.raw(
      `create trigger refuse_name before update on groups for each row execute function refuse_name()`,
    );
    const csv = lines('code,name', 'G-1,First', 'G-2,Refused', 'G-3,Third');
    const { status, body } = await importCsv(app, 'groups', { csv, headers });
    await app.db.raw('drop function refuse_name cascade');
    expect([status, body.isWritten, body.updated, body.failed]).toEqual([422, true, 2, 1]);
    expect(body.errors).toMatchObject([{ pointer: '/rows/3', code: 'conflict' }]);
    expect(await app.db('groups').whereIn('code', ['G-1', 'G-2', 'G-3']).pluck('name')).toEqual(
      expect.arrayContaining(['First', 'Group 2', 'Third']),
    );
  });
});
