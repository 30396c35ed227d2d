import { startApp, type TestApp } from '../support/app';
import { createImportRig, finalRows, forgetImports } from '../support/import-rig';
import type { Fault } from '../support/replay-server/faults';
import { generateObisRecords } from '../support/replay-server/obis/generator';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';

const RECORDS = 45;
const PAGES = '/v3/occurrence';
const ATTEMPTS = 6;

let app: TestApp;
let replay: ReplayServer;
let undisturbed: unknown[];

beforeAll(async () => {
  const records = generateObisRecords({ count: RECORDS, seed: 7 });
  replay = await startReplayServer({ providers: [createObisProvider(records)] });
  app = await startApp();
  await forgetImports(app.db);
  await importAll();
  undisturbed = await finalRows(app.db);
});
afterAll(async () => {
  await app.stop();
  await replay.close();
});
beforeEach(async () => {
  await forgetImports(app.db);
  replay.requests.length = 0;
});

/** Five pages of records and the empty one, with these faults armed. */
async function importAll(...faults: Fault[]) {
  replay.arm(...faults);
  const { runs, waits } = createImportRig(app, replay, { pageSize: 10 });
  const run = await runs.start({ source: 'obis' });
  return { run, waits, again: () => runs.start({ source: 'obis', resume: true }) };
}

const pagesAsked = () => replay.requests.filter(({ path }) => path === PAGES).length;

const PASSING: [string, Fault][] = [
  ['a 429 that says when to come back', { kind: 'status', status: 429, retryAfter: '31' }],
  ['a 500', { kind: 'status', status: 500 }],
  ['a 502 with a page of HTML', { kind: 'status', status: 502, body: '<html>Bad gateway</html>' }],
  ['a 503', { kind: 'status', status: 503, retryAfter: '2' }],
  ['a body that breaks off', { kind: 'truncated-body' }],
  ['half a gzip stream', { kind: 'truncated-gzip' }],
  ['HTML with status 200', { kind: 'html' }],
  ['a reset connection', { kind: 'reset' }],
  ['an error and no records, as text', { kind: 'error-in-answer', error: 'internal error' }],
  ['an error and no records, as list', { kind: 'error-in-answer', error: ['a', 'b'] }],
  ['the page before once more', { kind: 'repeated-page' }],
  ['silence until we give up waiting', { kind: 'slow', delayMs: 2500 }],
];

describe('a fault that passes', () => {
  it.each(PASSING)('is waited out: %s', async (_name, fault) => {
    const { run } = await importAll({ ...fault, path: PAGES, nth: [3] });
    expect(run).toMatchObject({ state: 'succeeded', error: null });
    expect(run.tally).toMatchObject({ read: RECORDS, inserted: RECORDS, repeated: 0 });
    expect(await finalRows(app.db)).toEqual(undisturbed);
    expect(pagesAsked()).toBe(7);
  });

  it('is waited out on the empty page too, which a failure must not stand for', async () => {
    const { run } = await importAll({ kind: 'status', status: 500, path: PAGES, nth: [6] });
    expect(run.state).toBe('succeeded');
    expect(pagesAsked()).toBe(7);
  });

  it('is waited for as long as the provider asks, otherwise ever longer', async () => {
    const asked = await importAll(
      { kind: 'status', status: 429, retryAfter: '31', path: PAGES, nth: [2] },
      { kind: 'status', status: 429, retryAfter: '3', path: PAGES, nth: [3] },
    );
    expect(asked.waits).toEqual([31_000, 3000]);
    await forgetImports(app.db);
    const storm = await importAll({ kind: 'status', status: 500, path: PAGES, nth: [2, 3, 4, 5] });
    expect(storm.run.state).toBe('succeeded');
    expect(storm.waits).toEqual([750, 1500, 3000, 6000]);
  });
});

const LASTING: [string, Fault, string][] = [
  ['429', { kind: 'status', status: 429, retryAfter: '1' }, 'provider-status'],
  ['500', { kind: 'status', status: 500 }, 'provider-status'],
  ['truncated bodies', { kind: 'truncated-body' }, 'provider-network'],
  ['truncated gzip', { kind: 'truncated-gzip' }, 'provider-unreadable'],
  ['HTML', { kind: 'html' }, 'provider-unreadable'],
  ['resets', { kind: 'reset' }, 'provider-network'],
  ['errors without records', { kind: 'error-in-answer', error: 'down' }, 'error-in-answer'],
];
const FROM_THE_THIRD = Array.from({ length: 40 }, (_, index) => index + 3);

describe('a fault that lasts', () => {
  it.each(LASTING)('ends the run as failed, never as finished: %s', async (_name, fault, code) => {
    const { run, again } = await importAll({ ...fault, path: PAGES, nth: FROM_THE_THIRD });
    expect(run).toMatchObject({ state: 'failed', error: { code } });
    // The two pages before it are kept, with their checkpoint.
    expect(run.tally).toMatchObject({ read: 20, inserted: 20 });
    expect(pagesAsked()).toBe(2 + ATTEMPTS);
    replay.arm();
    const resumed = await again();
    expect(resumed).toMatchObject({ id: run.id, state: 'succeeded' });
    expect(resumed.tally).toMatchObject({ read: RECORDS, inserted: RECORDS });
    expect(await finalRows(app.db)).toEqual(undisturbed);
  });

  it('is recognised when every page is the page before', async () => {
    const { run } = await importAll({ kind: 'repeated-page', path: PAGES, nth: FROM_THE_THIRD });
    expect(run).toMatchObject({ state: 'failed', error: { code: 'cursor-stands-still' } });
    expect(run.tally).toMatchObject({ read: 20, inserted: 20, repeated: 0 });
  });

  it.each([
    ['a 400', { kind: 'status', status: 400, body: 'Size 20000 too large' }],
    [
      'a 500 that blames the question',
      { kind: 'status', status: 500, body: 'Invalid date format' },
    ],
  ] as [string, Fault][])('is not asked again when it is permanent: %s', async (_name, fault) => {
    const { run } = await importAll({ ...fault, path: PAGES });
    expect(run).toMatchObject({ state: 'failed', error: { code: 'provider-status' } });
    expect(run.error?.detail).toContain(String(fault.body));
    expect(pagesAsked()).toBe(1);
  });
});

describe('an error that rides on a 200', () => {
  it('fails the run when no name is known', async () => {
    const { run } = await importAll({
      kind: 'error-in-answer',
      error: 'NAME_NOT_FOUND',
      path: PAGES,
    });
    expect(run).toMatchObject({ state: 'failed', error: { code: 'name-not-found' } });
    expect(pagesAsked()).toBe(1);
  });

  it.each([
    ['as text', 'NAME_NOT_FOUND'],
    ['as list', ['NAME_NOT_FOUND', 'NAME_NOT_FOUND']],
  ])('makes the run partial when some names are known, %s', async (_name, error) => {
    const { run } = await importAll({
      kind: 'error-in-answer',
      error,
      keepResults: true,
      path: PAGES,
    });
    expect(run.state).toBe('partial');
    expect(run.warnings).toMatchObject([{ code: 'name-not-found', count: 5, isLossy: true }]);
    expect(run.tally).toMatchObject({ read: RECORDS, inserted: RECORDS });
  });
});

describe('beside the records', () => {
  it('goes on when datasets cannot be described, and says so', async () => {
    const { run } = await importAll({ kind: 'status', status: 500, path: '/v3/dataset' });
    expect(run.state).toBe('succeeded');
    expect(run.warnings).toMatchObject([
      { code: 'datasets-not-described', isLossy: false },
      { code: 'withdrawals-not-decided', isLossy: false },
    ]);
    expect(await finalRows(app.db)).toEqual(undisturbed);
  });

  it('ends partial when told to stop early', async () => {
    const { runs } = createImportRig(app, replay, { pageSize: 10 });
    replay.arm();
    const run = await runs.start({ source: 'obis', maxPages: 2 });
    expect(run).toMatchObject({ state: 'partial', pages: 2 });
    expect(run.tally.read).toBe(20);
  });
});
