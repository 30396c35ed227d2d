import { startApp, type TestApp } from '../support/app';
import {
  createImportRig,
  createImportStage,
  forgetImports,
  outcomesOf,
} from '../support/import-rig';
import {
  COD,
  listed,
  REEF,
  sighting,
  sightings,
  SUNFISH,
  SURVEY,
  TRACKS,
} from '../support/obis-datasets';
import type { ReplayServer } from '../support/replay-server/server';

const NEWER = '2025-07-01T00:00:00.000Z';
const PAGES = '/v3/occurrence';

let app: TestApp;
const stage = createImportStage();

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => forgetImports(app.db));
afterEach(() => stage.close());

const runsOf = (replay: ReplayServer) => createImportRig(app, replay, { pageSize: 10 }).runs;
const incremental = (replay: ReplayServer, parameters = {}) =>
  runsOf(replay).start({ source: 'obis', mode: 'incremental', parameters });

const asked = ({ requests }: ReplayServer) =>
  requests.filter(({ path }) => path === PAGES).map(({ query }) => query.datasetid);

const withdrawn = () =>
  app
    .db('occurrences')
    .whereNotNull('withdrawn_at')
    .orderBy('occurrence_id')
    .pluck('occurrence_id');

const both = () => [...sightings(REEF, 25), ...sightings(SURVEY, 4)];

describe('an incremental import of OBIS', () => {
  it('reads dataset by dataset, and later only those that were updated since', async () => {
    const first = await stage.serve(both(), [listed(REEF), listed(SURVEY)]);
    const all = await incremental(first);
    expect(all).toMatchObject({ state: 'succeeded', warnings: [] });
    expect(outcomesOf(all)).toMatchObject({ read: 29, inserted: 29 });
    expect(asked(first)).toEqual([REEF, REEF, REEF, REEF, SURVEY, SURVEY]);

    const still = await stage.serve(both(), [listed(REEF), listed(SURVEY)]);
    expect(outcomesOf(await incremental(still))).toMatchObject({ read: 0 });
    expect(asked(still)).toEqual([]);

    const moved = await stage.serve(
      [...sightings(REEF, 25), ...sightings(SURVEY, 5)],
      [listed(REEF), { ...listed(SURVEY, NEWER), title: 'A better title' }],
    );
    const run = await incremental(moved);
    // The ids at OBIS are new, so that every record is written anew in its own row.
    expect(outcomesOf(run)).toMatchObject({ read: 5, updated: 4, inserted: 1 });
    expect(asked(moved)).toEqual([SURVEY, SURVEY]);
    expect(await app.db('datasets').where({ dataset_key: SURVEY }).first()).toMatchObject({
      title: 'A better title',
      updated_at_provider: new Date(NEWER),
    });
  });

  it('builds upon a full one of the same question, and of no other', async () => {
    const first = await stage.serve(both(), [listed(REEF), listed(SURVEY)]);
    await runsOf(first).start({ source: 'obis', mode: 'full' });
    const second = await stage.serve(both(), [listed(REEF), listed(SURVEY, NEWER)]);
    await incremental(second);
    expect(asked(second)).toEqual([SURVEY, SURVEY]);
    const third = await stage.serve(both(), [listed(REEF), listed(SURVEY, NEWER)]);
    await incremental(third, { taxonIds: [COD] });
    expect(new Set(asked(third))).toEqual(new Set([REEF, SURVEY]));
  });

  it('reads a dataset again whose last reading did not come to its end', async () => {
    const first = await stage.serve(both(), [listed(REEF), listed(SURVEY)]);
    first.arm({ kind: 'status', status: 500, path: PAGES, nth: [6, 7, 8, 9, 10, 11] });
    const failed = await incremental(first);
    expect(failed).toMatchObject({ state: 'failed', tally: { read: 29 } });
    const second = await stage.serve(both(), [listed(REEF), listed(SURVEY)]);
    const run = await incremental(second);
    expect(run).toMatchObject({ state: 'succeeded' });
    expect(asked(second)).toEqual([SURVEY, SURVEY]);
  });

  it('is continued within the dataset where it was interrupted', async () => {
    const replay = await stage.serve(both(), [listed(REEF), listed(SURVEY)]);
    const stop = new AbortController();
    const paused = await runsOf(replay).start({
      source: 'obis',
      mode: 'incremental',
      signal: stop.signal,
      onProgress: ({ tally }) => tally.read >= 10 && stop.abort(),
    });
    expect(paused).toMatchObject({ state: 'paused', cursor: expect.stringMatching(`^${REEF}/`) });
    const done = await incremental(replay);
    expect(done).toMatchObject({ id: paused.id, state: 'succeeded' });
    expect(outcomesOf(done)).toMatchObject({ read: 29, inserted: 29, repeated: 0 });
  });

  it('fails when the list of datasets cannot be read, and has then read nothing', async () => {
    const replay = await stage.serve(both(), [listed(REEF)]);
    replay.arm({ kind: 'html', path: '/v3/dataset' });
    const run = await incremental(replay);
    expect(run).toMatchObject({ state: 'failed', error: { code: 'provider-unreadable' } });
    expect(await app.db('occurrences')).toEqual([]);
  });
});

describe('what OBIS has taken back', () => {
  const before = async (parameters = {}) =>
    incremental(await stage.serve(both(), [listed(REEF), listed(SURVEY)]), parameters);
  const after = async (records: unknown[], datasets = [listed(REEF, NEWER), listed(SURVEY)]) =>
    stage.serve(records, datasets);

  it('is withdrawn after the last page of its dataset, and comes back when OBIS has it again', async () => {
    await before();
    const run = await incremental(
      await after([...sightings(REEF, 25, [3, 9]), ...sightings(SURVEY, 4)]),
    );
    expect(run).toMatchObject({ state: 'succeeded', tally: { withdrawn: 2 } });
    expect(await withdrawn()).toEqual(['a:3', 'a:9']);
    const back = await incremental(
      await after(both(), [listed(REEF, '2025-08-01'), listed(SURVEY)]),
    );
    expect(back).toMatchObject({ state: 'succeeded', tally: { withdrawn: 0, updated: 25 } });
    expect(await withdrawn()).toEqual([]);
  });

  it('is withdrawn by a full import too', async () => {
    await before();
    const replay = await after([...sightings(REEF, 25, [3]), ...sightings(SURVEY, 4)]);
    const run = await runsOf(replay).start({ source: 'obis', mode: 'full' });
    expect(run).toMatchObject({ state: 'succeeded', tally: { withdrawn: 1 } });
    expect(await withdrawn()).toEqual(['a:3']);
  });

  it('is only what the question could have met', async () => {
    const away = { decimalLongitude: -40 };
    const all = [
      ...sightings(REEF, 20),
      sighting(REEF, 21, { aphiaID: SUNFISH, genusid: 1 }),
      sighting(REEF, 22, away),
      sighting(REEF, 23, { eventDate: '1990-01-01' }),
      sighting(REEF, 24, { absence: true }),
    ];
    await incremental(await stage.serve(all, [listed(REEF)]));
    const question = {
      taxonIds: [125732],
      bbox: [0, 50, 10, 70],
      startDate: '2020-01-01',
      absence: 'exclude',
    };
    // Everything that the question is not about is missing from the answer, and one that it is about.
    const answer = await stage.serve(sightings(REEF, 20, [5]), [listed(REEF)]);
    const run = await incremental(answer, question);
    expect(run).toMatchObject({ state: 'succeeded', tally: { withdrawn: 1 } });
    expect(await withdrawn()).toEqual(['a:5']);
  });

  it('is not decided by a run that misses records, nor by a dry one', async () => {
    await before();
    const replay = await after([...sightings(REEF, 25, [3]), ...sightings(SURVEY, 4)]);
    replay.arm({
      kind: 'error-in-answer',
      error: 'NAME_NOT_FOUND',
      keepResults: true,
      path: PAGES,
      nth: [1],
    });
    expect(await incremental(replay)).toMatchObject({ state: 'partial', tally: { withdrawn: 0 } });
    replay.arm();
    await runsOf(replay).start({ source: 'obis', mode: 'dry-run' });
    expect(await withdrawn()).toEqual([]);
    expect(await incremental(replay)).toMatchObject({ tally: { withdrawn: 1 } });
  });

  it('is not decided for a dataset that is published again while it is read', async () => {
    await before();
    const future = new Date(Date.now() + 60_000).toISOString();
    const records = [...sightings(REEF, 25, [3]), ...sightings(SURVEY, 4)];
    const run = await incremental(await after(records, [listed(REEF, future), listed(SURVEY)]));
    expect(run).toMatchObject({ state: 'succeeded', tally: { withdrawn: 0 } });
    const later = await after(records);
    expect(await incremental(later)).toMatchObject({ tally: { withdrawn: 1 } });
  });

  it('is a dataset, which is said; its records wait for a person', async () => {
    await before();
    const run = await incremental(await after(sightings(REEF, 25), [listed(REEF)]));
    expect(run).toMatchObject({
      state: 'paused',
      askedWithdrawals: [{ datasetKey: SURVEY, records: 4, stored: 4 }],
      warnings: [{ code: 'dataset-gone', detail: expect.stringContaining(SURVEY) }],
    });
    expect(await withdrawn()).toEqual([]);
  });

  it('is no dataset that the list merely lacks', async () => {
    await before();
    // Only the list of all leaves it out: asked for by its key it is there.
    const records = [...sightings(REEF, 25), ...sightings(SURVEY, 4)];
    const replay = await stage.serve(records, [listed(REEF), listed(SURVEY), listed(TRACKS)]);
    replay.arm({ kind: 'unlisted', path: '/v3/dataset', nth: [1], without: SURVEY });
    const run = await incremental(replay);
    expect(run).toMatchObject({ state: 'succeeded', warnings: [], tally: { withdrawn: 0 } });
  });
});
