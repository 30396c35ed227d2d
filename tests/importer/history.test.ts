import { historyRepository } from '../../src/plugins/importer/server/repositories/history';
import { createHistoryService } from '../../src/plugins/importer/server/services/history';
import { startApp, type TestApp } from '../support/app';
import { forgetImports } from '../support/import-rig';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => forgetImports(app.db));

const DAY = 86_400_000;
const NOW = new Date('2026-03-01T12:00:00Z');

const history = (days: number) =>
  createHistoryService({ db: app.db, history: historyRepository, days, now: () => NOW });

let serial = 0;

/** A run that ended so many days ago, with one record that it refused; `null` has not ended. */
async function run(state: string, daysAgo: number | null, question = `question ${serial}`) {
  serial += 1;
  const finished = daysAgo === null ? null : new Date(NOW.getTime() - daysAgo * DAY);
  const [row] = (await app
    .db('importer_runs')
    .insert({
      source: 'obis',
      mode: 'full',
      parameters: '{}',
      parameters_key: question,
      question_key: question,
      state,
      finished_at: finished,
    })
    .returning('id')) as [{ id: string }];
  const record = { run_id: row.id, ordinal: 1, reasons: ['NO_NAME'], source_line: '{}' };
  await app.db('importer_rejected').insert(record);
  await app.db('importer_seen').insert({ run_id: row.id, occurrence_id: 1 });
  return row.id;
}

const left = async () => ({
  runs: (await app.db('importer_runs').orderBy('id').pluck('id')) as string[],
  rejected: (await app.db('importer_rejected').orderBy('run_id').pluck('run_id')) as string[],
});

it('removes runs that ended before the last so many days, with what they refused', async () => {
  await run('failed', 31);
  await run('cancelled', 400);
  await run('partial', 31);
  const kept = [await run('failed', 29), await run('paused', null), await run('queued', null)];
  expect(await history(30).removeOld(new AbortController().signal)).toBe(3);
  expect(await left()).toEqual({ runs: kept, rejected: kept });
  expect(await app.db('importer_seen').pluck('run_id')).toEqual(expect.arrayContaining(kept));
  expect(await history(30).removeOld(new AbortController().signal)).toBe(0);
});

it('forgets what a run has met when the run is deleted, however that is', async () => {
  const [gone, kept] = [await run('failed', 31), await run('paused', null)];
  await app.db('importer_runs').where({ id: gone }).delete();
  expect(await app.db('importer_seen').pluck('run_id')).toEqual([kept]);
  await app.db.raw('truncate importer_runs cascade');
  expect(await app.db('importer_seen').pluck('run_id')).toEqual([]);
});

it('keeps the newest answer to each question, which an incremental import goes on from', async () => {
  await run('succeeded', 300, 'cod');
  const newest = await run('succeeded', 200, 'cod');
  await run('failed', 100, 'cod');
  const other = await run('succeeded', 500, 'tuna');
  expect(await history(30).removeOld(new AbortController().signal)).toBe(2);
  expect((await left()).runs).toEqual([newest, other]);
});

it('stops when it is told to, and removes the rest the next time', async () => {
  await run('failed', 31);
  expect(await history(30).removeOld(AbortSignal.abort())).toBe(0);
  expect(await history(30).removeOld(new AbortController().signal)).toBe(1);
});
