import { IMPORT_PROFILE } from '../../src/plugins/importer/server/content-types/import-profile';
import { startApp, type TestApp } from '../support/app';
import { createAsk } from '../support/ask';
import { createImportRig, finalRows, forgetImports, rowVersions } from '../support/import-rig';
import { asProgram, makePerson, signIn } from '../support/people';
import { generateObisRecords } from '../support/replay-server/obis/generator';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';

const RECORDS = 60;
const RUNS = '/api/importer/runs';
const ALL_OF_OBIS = { source: 'obis', mode: 'full', all: true, confirm: true };

let app: TestApp;
let replay: ReplayServer;
let admin: Record<string, string>;

const ask = createAsk(() => app);

async function headersOf(role: string) {
  return asProgram(await signIn(app, await makePerson(app, { role })));
}

beforeAll(async () => {
  const records = generateObisRecords({ count: RECORDS, seed: 3 });
  replay = await startReplayServer({ providers: [createObisProvider(records)] });
  process.env.OBIS_BASE_URL = `${replay.url}/v3`;
  process.env.IMPORT_PAGE_SIZE = '10';
  app = await startApp();
  admin = await headersOf('admin');
});
afterAll(async () => {
  await app.stop();
  await replay.close();
});
beforeEach(async () => {
  replay.arm();
  await app.db.raw(`delete from jobs.job where name = 'importer.run'`);
  await forgetImports(app.db);
});

/** Asks again until a run has come to one of these states. */
async function whenIn(id: unknown, states: string[]): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { data } = await ask(`GET ${RUNS}/${String(id)}`, { headers: admin });
    if (states.includes(String(data.state))) return data;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Run ${String(id)} came to none of ${states.join(', ')}`);
}

describe('a run that was asked for over HTTP', () => {
  it('is queued, carried out as a job, and shown with its counts and its pace', async () => {
    const started = await ask(`POST ${RUNS}`, { headers: admin, body: ALL_OF_OBIS });
    expect(started.status).toBe(202);
    expect(started.data).toMatchObject({ source: 'obis', mode: 'full', state: 'queued', read: 0 });
    expect(started.headers.get('location')).toBe(`${RUNS}/${String(started.data.id)}`);
    const done = await whenIn(started.data.id, ['succeeded', 'failed']);
    expect(done).toMatchObject({
      state: 'succeeded',
      expected: RECORDS,
      read: RECORDS,
      inserted: RECORDS,
      error: null,
      isCancelRequested: false,
    });
    expect(done.recordsPerSecond).toBeGreaterThan(0);
    expect(done.finishedAt).not.toBeNull();
  });

  it('is refused while the same one has not ended', async () => {
    await ask(`POST ${RUNS}`, { headers: admin, body: ALL_OF_OBIS });
    const again = await ask(`POST ${RUNS}`, { headers: admin, body: ALL_OF_OBIS });
    expect(again).toMatchObject({ status: 409, code: 'import-queued' });
  });

  it.each([
    [{ source: 'atlantis', all: true }, 'unknown-source', '/source'],
    [{ source: 'obis', mode: 'full', confirm: true }, 'question-missing', '/parameters'],
    [{ source: 'obis', mode: 'full', all: true }, 'confirmation-missing', '/confirm'],
    [{ profile: 'Nobody wrote it' }, 'unknown-profile', '/profile'],
    [{ profile: 'Nobody wrote it', source: 'obis' }, 'unknown-profile', '/profile'],
    [{ profile: 'Cod', parameters: { taxonIds: [1] } }, 'validation-failed', '/parameters'],
    [{ mode: 'incremental', all: true }, 'validation-failed', '/source'],
    [{ source: 'worms', mode: 'dry-run' }, 'mode-not-supported', '/mode'],
    [{ source: 'obis', mode: 'sometimes', all: true }, 'validation-failed', '/mode'],
    [{ source: 'obis', parameters: { aphiaid: 1 } }, 'validation-failed', '/parameters/aphiaid'],
    [{ source: 'obis', colour: 'blue' }, 'validation-failed', '/colour'],
  ])('is refused when it cannot be understood: %j', async (body, code, pointer) => {
    const refused = await ask(`POST ${RUNS}`, { headers: admin, body });
    expect(refused).toMatchObject({ status: 422, code, data: { errors: [{ pointer }] } });
    expect(await app.db('importer_runs')).toEqual([]);
  });

  it('can be one that editors keep, by its name or its id', async () => {
    const { documentId } = await app.strapi.documents(IMPORT_PROFILE).create({
      data: { name: 'All', source: 'obis', isEnabled: false, parameters: {} } as never,
    });
    const started = await ask(`POST ${RUNS}`, { headers: admin, body: { profile: 'All' } });
    expect(started).toMatchObject({ status: 202, data: { source: 'obis', mode: 'incremental' } });
    const done = await whenIn(started.data.id, ['succeeded', 'failed']);
    expect(done).toMatchObject({ state: 'succeeded', read: RECORDS });
    const body = { profile: documentId, mode: 'full', confirm: true };
    const full = await ask(`POST ${RUNS}`, { headers: admin, body });
    expect(full).toMatchObject({ status: 202, data: { mode: 'full' } });
    await whenIn(full.data.id, ['succeeded', 'failed']);
  });

  it('that is dry says what it would do, keeps what it would refuse, and writes nothing', async () => {
    await createImportRig(app, replay).runs.start({ source: 'obis' });
    await app.db('occurrences').where('id', '<=', app.db('occurrences').min('id')).delete();
    const constraint = `check (catalog_number <> 'G-17') not valid`;
    await app.db.raw(`alter table occurrences add constraint no_odd_boxes ${constraint}`);
    await app.db('occurrences').where({ catalog_number: 'G-17' }).delete();
    const [before, rows] = [await rowVersions(app.db), await finalRows(app.db)];
    try {
      const body = { ...ALL_OF_OBIS, mode: 'dry-run' };
      const started = await ask(`POST ${RUNS}`, { headers: admin, body });
      const done = await whenIn(started.data.id, ['succeeded', 'failed']);
      expect(done).toMatchObject({ state: 'succeeded', read: RECORDS, inserted: 1, rejected: 1 });
      expect(await rowVersions(app.db)).toEqual(before);
      expect(await finalRows(app.db)).toEqual(rows);
      const path = `${RUNS}/${String(started.data.id)}/rejected.csv`;
      const csv = await ask(`GET ${path}`, { headers: admin });
      expect(csv.headers.get('content-type')).toMatch(/^text\/csv/);
      const [header, line, ...more] = csv.text.trim().split('\n');
      expect(header).toBe('ordinal,providerRecordId,reasons,source');
      expect(line).toMatch(/^\d+,[0-9a-f-]{36},NOT_STORABLE,".*G-17.*"$/);
      expect(more).toEqual([]);
    } finally {
      await app.db.raw('alter table occurrences drop constraint no_odd_boxes');
    }
  });
});

describe('a run that somebody cancels', () => {
  it('has ended by that while it waits, and the job finds nothing to do', async () => {
    const { data } = await ask(`POST ${RUNS}`, { headers: admin, body: ALL_OF_OBIS });
    const cancelled = await ask(`POST ${RUNS}/${String(data.id)}/cancel`, { headers: admin });
    // The worker may have been quicker: then it ends at its next checkpoint.
    expect(cancelled.status).toBe(202);
    expect(await whenIn(data.id, ['cancelled'])).toMatchObject({ isCancelRequested: true });
    const again = await ask(`POST ${RUNS}/${String(data.id)}/cancel`, { headers: admin });
    expect(again).toMatchObject({ status: 409, code: 'import-over' });
  });

  it('ends at its next checkpoint, whatever process carries it out, and can go on', async () => {
    const { runs } = createImportRig(app, replay, { pageSize: 10 });
    const ended = await runs.start({
      source: 'obis',
      onProgress: ({ id, tally }) => {
        // From outside: by the database alone, which is all that two processes share.
        if (tally.read === 20) {
          const wish = { cancel_requested_at: new Date() };
          void app.db('importer_runs').where({ id }).update(wish).then();
        }
      },
    });
    expect(ended.state).toBe('cancelled');
    expect(ended.tally.read).toBeLessThan(RECORDS);
    const resumed = await ask(`POST ${RUNS}/${ended.id}/resume`, { headers: admin });
    expect(resumed).toMatchObject({ status: 202, data: { state: 'queued' } });
    expect(await whenIn(ended.id, ['succeeded', 'failed'])).toMatchObject({
      state: 'succeeded',
      read: RECORDS,
      inserted: RECORDS,
    });
    const more = await ask(`POST ${RUNS}/${ended.id}/resume`, { headers: admin });
    expect(more).toMatchObject({ status: 409, code: 'import-not-resumable' });
  });

  it('cannot go on when a later one has answered the same', async () => {
    const { runs } = createImportRig(app, replay);
    const left = await runs.start({ source: 'obis', maxPages: 1 });
    await app.db('importer_runs').where({ id: left.id }).update({ state: 'cancelled' });
    const later = await runs.start({ source: 'obis' });
    expect(later).toMatchObject({ state: 'succeeded' });
    const resumed = await ask(`POST ${RUNS}/${left.id}/resume`, { headers: admin });
    expect(resumed).toMatchObject({ status: 409, code: 'import-not-resumable' });
    expect(resumed.text).toContain(`Import ${later.id} `);
    expect(await runs.find(left.id)).toMatchObject({ state: 'cancelled' });
  });

  it('ends while it waits for a provider that does not answer', async () => {
    replay.arm({ kind: 'slow', delayMs: 20_000, path: '/v3/occurrence' });
    const { data } = await ask(`POST ${RUNS}`, { headers: admin, body: ALL_OF_OBIS });
    await whenIn(data.id, ['running']);
    await ask(`POST ${RUNS}/${String(data.id)}/cancel`, { headers: admin });
    expect(await whenIn(data.id, ['cancelled'])).toMatchObject({ read: 0 });
  });
});

describe('the history', () => {
  it('shows the newest first, page by page, and by source and state', async () => {
    const { runs } = createImportRig(app, replay);
    for (let n = 0; n < 3; n += 1) await runs.start({ source: 'obis' });
    const list = async (query: string) => {
      const { text } = await ask(`GET ${RUNS}?${query}`, { headers: admin });
      return JSON.parse(text) as { data: { id: number }[]; meta: { nextCursor: string | null } };
    };
    const all = (await list('')).data.map(({ id }) => id);
    expect(all).toEqual([...all].sort((a, b) => b - a));
    const first = await list('limit=2&source=obis');
    const second = await list(`limit=2&source=obis&cursor=${String(first.meta.nextCursor)}`);
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(all);
    expect(second.meta.nextCursor).toBeNull();
    expect((await list('state=failed')).data).toEqual([]);
    const foreign = `GET ${RUNS}?limit=2&cursor=${String(first.meta.nextCursor)}`;
    expect(await ask(foreign, { headers: admin })).toMatchObject({ status: 400 });
    expect(await ask(`GET ${RUNS}?colour=blue`, { headers: admin })).toMatchObject({ status: 400 });
  });

  it.each(['99999999', 'x', '0', '1e3'])('knows no run "%s"', async (id) => {
    for (const what of [`GET ${RUNS}/${id}`, `POST ${RUNS}/${id}/cancel`]) {
      expect(await ask(what, { headers: admin })).toMatchObject({ status: 404 });
    }
  });
});

describe('who is no administrator', () => {
  const CALLS = [
    `POST ${RUNS}`,
    `GET ${RUNS}`,
    `GET ${RUNS}/1`,
    `POST ${RUNS}/1/cancel`,
    `POST ${RUNS}/1/resume`,
    `GET ${RUNS}/1/rejected.csv`,
  ];

  it.each(['student', 'mentor', 'supervisor'])('may not, as %s', async (role) => {
    const headers = await headersOf(role);
    for (const call of CALLS) expect(await ask(call, { headers })).toMatchObject({ status: 403 });
  });

  it('may not, without signing in', async () => {
    const statuses = await Promise.all(CALLS.map(async (call) => (await ask(call)).status));
    expect(new Set(statuses)).toEqual(new Set([401]));
  });
});
