import { startApp, type TestApp } from '../support/app';
import { createAsk } from '../support/ask';
import { createImportRig, forgetImports } from '../support/import-rig';
import { listed, REEF, sightings, SURVEY } from '../support/obis-datasets';
import { asProgram, makePerson, signIn } from '../support/people';
import { createObisPool } from '../support/replay-server/obis/pool';
import { createObisProvider, type ObisRecords } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';

const RUNS = '/api/importer/runs';
const NEWER = '2025-07-01T00:00:00.000Z';

let app: TestApp;
let replay: ReplayServer;
let admin: Record<string, string>;
let records: ObisRecords;

const ask = createAsk(() => app);

beforeAll(async () => {
  const current: ObisRecords = {
    page: (question) => records.page(question),
    count: (query) => records.count(query),
    find: (id) => records.find(id),
    datasets: (query) => records.datasets(query),
  };
  replay = await startReplayServer({ providers: [createObisProvider(current)] });
  process.env.OBIS_BASE_URL = `${replay.url}/v3`;
  app = await startApp();
  admin = asProgram(await signIn(app, await makePerson(app, { role: 'admin' })));
});
afterAll(async () => {
  await app.stop();
  await replay.close();
});
beforeEach(async () => {
  replay.arm();
  await app.db.raw(`delete from jobs.job where name = 'importer.run'`);
  await forgetImports(app.db);
  records = createObisPool(
    [...sightings(REEF, 40), ...sightings(SURVEY, 12)],
    [listed(REEF), listed(SURVEY)],
  );
  await incremental();
});

const incremental = () =>
  createImportRig(app, replay).runs.start({ source: 'obis', mode: 'incremental' });

const withdrawn = async () =>
  Number((await app.db('occurrences').whereNotNull('withdrawn_at').count())[0]?.count);

/** One dataset loses more than a fifth, the other loses little. */
const MANY = Array.from({ length: 10 }, (_, index) => index + 1);
function loseMany(lost: number[] = MANY): void {
  records = createObisPool(
    [...sightings(REEF, 40, lost), ...sightings(SURVEY, 12, [1])],
    [listed(REEF, NEWER), listed(SURVEY, NEWER)],
  );
}

const call = (id: unknown, what: string, body?: object) =>
  ask(`POST ${RUNS}/${String(id)}/${what}`, { headers: admin, ...(body && { body }) });

async function whenIn(id: unknown, states: string[]): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 300; tries += 1) {
    const { data } = await ask(`GET ${RUNS}/${String(id)}`, { headers: admin });
    if (states.includes(String(data.state))) return data;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Run ${String(id)} came to none of ${states.join(', ')}`);
}

describe('withdrawals that are too many', () => {
  it('are asked about, while everything else is done; and made when they are confirmed', async () => {
    loseMany();
    const { data } = await ask(`POST ${RUNS}`, {
      headers: admin,
      body: { source: 'obis', mode: 'incremental', all: true },
    });
    const paused = await whenIn(data.id, ['paused', 'succeeded', 'failed']);
    expect(paused).toMatchObject({
      state: 'paused',
      withdrawn: 1,
      askedWithdrawals: [{ datasetKey: REEF, records: 10, stored: 40 }],
    });
    expect(await withdrawn()).toBe(1);

    expect(await call(data.id, 'resume')).toMatchObject({
      status: 409,
      code: 'confirmation-needed',
    });
    expect(await call(data.id, 'resume', { confirmWithdrawals: 'yes' })).toMatchObject({
      status: 422,
    });
    const confirmed = await call(data.id, 'resume', { confirmWithdrawals: true });
    expect(confirmed).toMatchObject({ status: 202, data: { state: 'queued' } });
    expect(await whenIn(data.id, ['paused', 'succeeded', 'failed'])).toMatchObject({
      state: 'succeeded',
      withdrawn: 11,
      askedWithdrawals: [],
    });
    expect(await withdrawn()).toBe(11);
    // What was confirmed is settled: the dataset is not read again.
    replay.requests.length = 0;
    await incremental();
    expect(replay.requests.map(({ path }) => path)).toEqual(['/v3/dataset']);
  });

  it('stay undone when the run is cancelled, and are asked about again by the next', async () => {
    loseMany();
    const paused = await incremental();
    expect(paused.state).toBe('paused');
    expect((await call(paused.id, 'cancel')).status).toBe(202);
    expect(await withdrawn()).toBe(1);
    const next = await incremental();
    expect(next.id).not.toBe(paused.id);
    expect(next).toMatchObject({
      state: 'paused',
      askedWithdrawals: [{ datasetKey: REEF, records: 10, stored: 40 }],
    });
  });

  it('are asked about once more when there are more of them than were confirmed', async () => {
    loseMany();
    const paused = await incremental();
    await app
      .db('importer_seen')
      .whereIn('occurrence_id', app.db('occurrences').where({ occurrence_id: 'a:30' }).select('id'))
      .delete();
    const { runs } = createImportRig(app, replay);
    const question = { source: 'obis', mode: 'incremental' as const };
    const again = await runs.start({ ...question, confirmWithdrawals: true });
    expect(again).toMatchObject({
      id: paused.id,
      state: 'paused',
      askedWithdrawals: [{ datasetKey: REEF, records: 11, stored: 40 }],
    });
    expect(await withdrawn()).toBe(1);
    const done = await runs.start({ ...question, confirmWithdrawals: true });
    expect(done).toMatchObject({ id: paused.id, state: 'succeeded' });
    expect(await withdrawn()).toBe(12);
  });

  it('are asked about by a full import too, and the same command asks again', async () => {
    loseMany();
    const { runs } = createImportRig(app, replay);
    const full = await runs.start({ source: 'obis', mode: 'full' });
    const asked = { state: 'paused', askedWithdrawals: [{ datasetKey: REEF, records: 10 }] };
    expect(full).toMatchObject(asked);
    expect(await runs.start({ source: 'obis', mode: 'full' })).toMatchObject({
      ...asked,
      id: full.id,
    });
    const done = await runs.start({ source: 'obis', mode: 'full', confirmWithdrawals: true });
    expect(done).toMatchObject({ id: full.id, state: 'succeeded', tally: { withdrawn: 11 } });
  });

  it('are told of too when the run fails at the withdrawals behind them', async () => {
    loseMany();
    await app.db.raw(`create function refuse() returns trigger language plpgsql
                      as $$ begin raise 'not now'; end $$`);
    await app.db.raw(`create trigger refuse before update on occurrences for each row
                      when (new.withdrawn_at is not null) execute function refuse()`);
    try {
      const full = createImportRig(app, replay).runs.start({ source: 'obis', mode: 'full' });
      await expect(full).rejects.toThrow('not now');
    } finally {
      await app.db.raw('drop function refuse cascade');
    }
    const [row] = await app.db('importer_runs').orderBy('id', 'desc').limit(1);
    const { runs } = createImportRig(app, replay);
    expect(await runs.find(Number(row.id))).toMatchObject({
      state: 'failed',
      askedWithdrawals: [{ datasetKey: REEF, records: 10 }],
    });
  });

  it('are fewer than the guard minds when they are a fifth', async () => {
    loseMany(MANY.slice(0, 8));
    expect(await incremental()).toMatchObject({ state: 'succeeded', tally: { withdrawn: 9 } });
  });
});
