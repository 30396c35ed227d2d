import { startApp, type TestApp } from '../support/app';
import { createImportRig, forgetImports, outcomesOf, rowVersions } from '../support/import-rig';
import { createGbifProvider, type GbifFields } from '../support/replay-server/gbif/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { createWormsProvider, type WormsPool } from '../support/replay-server/worms/provider';
import { LADDER, PERCH, REGISTER, taxon } from '../support/replay-server/worms/register';

let app: TestApp;
let replays: ReplayServer[] = [];

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => forgetImports(app.db));
afterEach(async () => {
  await Promise.all(replays.map((replay) => replay.close()));
  replays = [];
});

async function serve(pool: WormsPool, records: GbifFields[] = []): Promise<ReplayServer> {
  const replay = await startReplayServer({
    providers: [createGbifProvider({ records }), createWormsProvider(pool)],
  });
  replays.push(replay);
  return replay;
}

const UNKNOWN: GbifFields = {
  key: 1,
  datasetKey: '11111111-1111-4111-8111-111111111111',
  occurrenceID: 'composed:1',
  scientificName: 'Aus bus',
  decimalLatitude: 60,
  decimalLongitude: 4,
  issues: [],
};

describe('a run over the register', () => {
  const fromObis = () =>
    app.db('taxa').insert({
      document_id: 'cod',
      aphia_id: 126436,
      scientific_name: 'Gadus morhua',
      published_at: new Date(),
    });

  it('gives taxa that records brought their author, place, status and vernacular names', async () => {
    await fromObis();
    const vernaculars = {
      126436: [
        { vernacular: 'cabillaud', language_code: 'fra' },
        { vernacular: 'Atlantic cod', language_code: 'eng' },
      ],
    };
    const replay = await serve({ records: REGISTER, vernaculars });
    const { runs } = createImportRig(app, replay);
    const run = await runs.start({ source: 'worms', mode: 'incremental' });
    expect(run).toMatchObject({ state: 'succeeded', tally: { updated: 1, rejected: 0 } });
    expect(await app.db('taxa').where({ aphia_id: 126436 }).first()).toMatchObject({
      scientific_name_authorship: 'Linnaeus, 1758',
      taxon_rank: 'Species',
      classification_path: '1/2/125732/126436/',
      vernacular_name: 'Atlantic cod',
    });
    const under = await app
      .db('taxa')
      .where('classification_path', 'like', '1/2/125732/%')
      .orderBy('aphia_id')
      .pluck('aphia_id');
    expect(under).toEqual([125732, 126436]);
  });

  it('asks nothing and writes nothing while everything is fresh', async () => {
    await fromObis();
    const replay = await serve({ records: REGISTER });
    const { runs } = createImportRig(app, replay);
    await runs.start({ source: 'worms', mode: 'incremental' });
    const before = await rowVersions(app.db);
    replay.requests.length = 0;
    const again = await runs.start({ source: 'worms', mode: 'incremental' });
    expect(outcomesOf(again)).toMatchObject({ read: 0, updated: 0 });
    expect(replay.requests.map(({ path }) => path)).toEqual(['/rest/AphiaRecordsByDate']);
    expect(await rowVersions(app.db)).toEqual(before);
  });

  it('takes what WoRMS changed, and moves what is under it', async () => {
    await fromObis();
    const first = await serve({ records: REGISTER });
    await createImportRig(app, first).runs.start({ source: 'worms', mode: 'incremental' });
    const order = taxon(10313, 'Gadiformes', { rank: 'Order', parentNameUsageID: 2 });
    const moved = taxon(125732, 'Gadus', { rank: 'Genus', parentNameUsageID: 10313 });
    const records = REGISTER.map((record) => (record.AphiaID === 125732 ? moved : record));
    const second = await serve({ records: [...records, order], changed: [moved, PERCH] });
    const run = await createImportRig(app, second).runs.start({
      source: 'worms',
      mode: 'incremental',
    });
    expect(outcomesOf(run)).toMatchObject({ read: 1, updated: 1 });
    expect(await app.db('taxa').where({ aphia_id: 126436 }).first()).toMatchObject({
      classification_path: '1/2/10313/125732/126436/',
    });
    expect(await app.db('taxa').where({ aphia_id: 500 }).first()).toBeUndefined();
  });

  it('says which taxa WoRMS does not know, and which names are another taxon now', async () => {
    await fromObis();
    const { runs } = createImportRig(app, await serve({ records: [] }, [UNKNOWN]));
    await runs.start({ source: 'gbif' });
    const later = await serve({ records: [...LADDER, taxon(700, 'Aus bus')] });
    const run = await createImportRig(app, later).runs.start({ source: 'worms' });
    expect(run).toMatchObject({
      state: 'succeeded',
      tally: { rejected: 1, reasons: { NOT_IN_WORMS: 1 } },
      warnings: [{ code: 'name-changed', detail: expect.stringContaining('"Aus bus"') }],
    });
    expect(await app.db('importer_rejected').first()).toMatchObject({
      provider_record_id: '126436',
    });
  });
});
