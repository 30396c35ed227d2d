import { startApp, type TestApp } from '../support/app';
import { createImportRig, forgetImports, outcomesOf } from '../support/import-rig';
import { createGbifProvider } from '../support/replay-server/gbif/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';

const DAY_MS = 86_400_000;

let app: TestApp;
let replay: ReplayServer;

beforeAll(async () => {
  const records = Array.from({ length: 20 }, (_, n) => ({
    ...{ key: n, datasetKey: '11111111-1111-4111-8111-111111111111', occurrenceID: `g:${n}` },
    ...{ scientificName: 'Gadus morhua', decimalLatitude: 60, decimalLongitude: 4 },
    ...{ issues: [], lastInterpreted: '2025-01-01T00:00:00.000+00:00' },
  }));
  replay = await startReplayServer({
    providers: [createGbifProvider({ records }), createWormsProvider({ records: [] })],
  });
  app = await startApp();
});
afterAll(async () => {
  await app.stop();
  await replay.close();
});
beforeEach(() => forgetImports(app.db));

const start = { source: 'gbif', mode: 'incremental' as const };
const shift = (days: number) =>
  app.db('importer_runs').update({ created_at: new Date(Date.now() + days * DAY_MS) });

it('an import asks for everything where the last one began tomorrow', async () => {
  const { runs } = createImportRig(app, replay);
  await runs.start(start);
  await shift(90);
  replay.requests.length = 0;
  expect(outcomesOf(await runs.start(start))).toMatchObject({ read: 20, unchanged: 20 });
  expect(replay.requests[0]?.query).not.toHaveProperty('lastInterpreted');
});

it('an import goes by the last one that began in the past', async () => {
  const { runs } = createImportRig(app, replay);
  await runs.start(start);
  await shift(-10);
  await runs.start({ ...start, mode: 'full' });
  await app
    .db('importer_runs')
    .where({ mode: 'full' })
    .update({ created_at: new Date(Date.now() + DAY_MS) });
  replay.requests.length = 0;
  expect(outcomesOf(await runs.start(start))).toMatchObject({ read: 0 });
  const since = new Date(Date.now() - 13 * DAY_MS).toISOString().slice(0, 10);
  expect(replay.requests[0]?.query.lastInterpreted).toBe(`${since},*`);
});
