import { startApp, type TestApp } from '../support/app';
import { createImportRig, forgetImports } from '../support/import-rig';
import { createGbifProvider } from '../support/replay-server/gbif/provider';
import { createObisPool } from '../support/replay-server/obis/pool';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';

const CLOCKWISE = 'POLYGON((0 50,0 60,8 60,8 50,0 50))';
const WOUND = 'POLYGON((0 50,8 50,8 60,0 60,0 50))';
const BOW_TIE = 'POLYGON((0 0,1 1,1 0,0 1,0 0))';

describe('an import of an area', () => {
  let app: TestApp;
  let replay: ReplayServer;

  beforeAll(async () => {
    const records = Array.from({ length: 12 }, (_, index) => ({
      key: index + 1,
      datasetKey: '7b5d6a48-f762-11e1-a439-00145eb45e9a',
      occurrenceID: `o${index}`,
      scientificName: 'Gadus morhua',
      decimalLongitude: 0.5 + index / 2,
      decimalLatitude: 51 + (index % 4) * 2,
    }));
    replay = await startReplayServer({
      providers: [
        createObisProvider(createObisPool([], [])),
        createGbifProvider({ records }),
        createWormsProvider({ records: [] }),
      ],
    });
    app = await startApp();
  });
  afterAll(async () => {
    await app.stop();
    await replay.close();
  });
  beforeEach(async () => {
    replay.requests.length = 0;
    await forgetImports(app.db);
  });

  const asked = (path: string) =>
    replay.requests.filter((request) => request.path === path).map(({ query }) => query);

  it.each([
    ['obis', '/v3/occurrence'],
    ['gbif', '/v1/occurrence/search'],
  ])('asks %s for it, its border running as GBIF reads it', async (source, path) => {
    const { runs } = createImportRig(app, replay);
    const run = await runs.start({ source, parameters: { area: CLOCKWISE } });
    expect(run).toMatchObject({ state: 'succeeded', parameters: { area: WOUND } });
    expect(asked(path).every(({ geometry }) => geometry === WOUND)).toBe(true);
    expect(asked(path).length).toBeGreaterThan(0);
  });

  it('cuts a question to GBIF that is too large within the box around the area', async () => {
    const { runs } = createImportRig(app, replay, { maxRecords: 5, pageSize: 5 });
    const run = await runs.start({ source: 'gbif', parameters: { area: CLOCKWISE } });
    expect(run).toMatchObject({ state: 'succeeded', tally: { inserted: 12 } });
    const boxes = asked('/v1/occurrence/search').filter((query) => query.decimalLongitude);
    expect(boxes.length).toBeGreaterThan(0);
    for (const { decimalLongitude = '', decimalLatitude = '', geometry } of boxes) {
      const [west = NaN, east = NaN] = decimalLongitude.split(',').map(Number);
      const [south = NaN, north = NaN] = decimalLatitude.split(',').map(Number);
      expect([west >= 0, east <= 8, south >= 50, north <= 60, geometry]).toEqual([
        true,
        true,
        true,
        true,
        WOUND,
      ]);
    }
  });

  it.each(['obis', 'gbif'])('asks %s nothing for what is no area', async (source) => {
    const { runs } = createImportRig(app, replay);
    expect(await runs.start({ source, parameters: { area: BOW_TIE } })).toMatchObject({
      state: 'failed',
      error: { code: 'area-invalid', detail: expect.stringContaining('cross') as string },
    });
    expect(replay.requests).toEqual([]);
  });

  it.each([
    [{ area: 'POLYGON((0 0,1 0' }, '/parameters/area'],
    [{ area: WOUND, bbox: [0, 0, 1, 1] }, '/parameters'],
  ])('refuses %j at the door', async (parameters, pointer) => {
    const { runs } = createImportRig(app, replay);
    await expect(runs.start({ source: 'obis', parameters })).rejects.toMatchObject({
      type: 'validation-failed',
      faults: [{ pointer }],
    });
  });
});
