import { createImportRig, outcomesOf, rowVersions } from '../support/import-rig';
import { createGbifProvider, type GbifFields } from '../support/replay-server/gbif/provider';
import type { ReplayServer } from '../support/replay-server/server';
import { createWormsProvider, type WormsPool } from '../support/replay-server/worms/provider';
import { LADDER, PERCH, REGISTER, taxon } from '../support/replay-server/worms/register';
import { useImports } from '../support/use-imports';

const imports = useImports();

const serve = (pool: WormsPool, records: GbifFields[] = []): Promise<ReplayServer> =>
  imports.serve(createGbifProvider({ records }), createWormsProvider(pool));

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
    imports.app.db('taxa').insert({
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
    const { runs } = createImportRig(imports.app, replay);
    const run = await runs.start({ source: 'worms', mode: 'incremental' });
    expect(run).toMatchObject({ state: 'succeeded', tally: { updated: 1, rejected: 0 } });
    expect(await imports.app.db('taxa').where({ aphia_id: 126436 }).first()).toMatchObject({
      scientific_name_authorship: 'Linnaeus, 1758',
      taxon_rank: 'Species',
      classification_path: '1/2/125732/126436/',
      vernacular_name: 'Atlantic cod',
    });
    const under = await imports.app
      .db('taxa')
      .where('classification_path', 'like', '1/2/125732/%')
      .orderBy('aphia_id')
      .pluck('aphia_id');
    expect(under).toEqual([125732, 126436]);
  });

  it('asks nothing and writes nothing while everything is fresh', async () => {
    await fromObis();
    const replay = await serve({ records: REGISTER });
    const { runs } = createImportRig(imports.app, replay);
    await runs.start({ source: 'worms', mode: 'incremental' });
    const before = await rowVersions(imports.app.db);
    replay.requests.length = 0;
    const again = await runs.start({ source: 'worms', mode: 'incremental' });
    expect(outcomesOf(again)).toMatchObject({ read: 0, updated: 0 });
    expect(replay.requests.map(({ path }) => path)).toEqual(['/rest/AphiaRecordsByDate']);
    expect(await rowVersions(imports.app.db)).toEqual(before);
  });

  it('takes what WoRMS changed, and moves what is under it', async () => {
    await fromObis();
    const first = await serve({ records: REGISTER });
    await createImportRig(imports.app, first).runs.start({ source: 'worms', mode: 'incremental' });
    const order = taxon(10313, 'Gadiformes', { rank: 'Order', parentNameUsageID: 2 });
    const moved = taxon(125732, 'Gadus', { rank: 'Genus', parentNameUsageID: 10313 });
    const records = REGISTER.map((record) => (record.AphiaID === 125732 ? moved : record));
    const second = await serve({ records: [...records, order], changed: [moved, PERCH] });
    const run = await createImportRig(imports.app, second).runs.start({
      source: 'worms',
      mode: 'incremental',
    });
    expect(outcomesOf(run)).toMatchObject({ read: 1, updated: 1 });
    expect(await imports.app.db('taxa').where({ aphia_id: 126436 }).first()).toMatchObject({
      classification_path: '1/2/10313/125732/126436/',
    });
    expect(await imports.app.db('taxa').where({ aphia_id: 500 }).first()).toBeUndefined();
  });

  it('takes the records of a name along when WoRMS accepts another one', async () => {
    const records = Array.from({ length: 250 }, (_, n) => ({
      ...UNKNOWN,
      ...{ key: n, occurrenceID: `composed:${n}`, scientificName: 'Gadus morhua' },
    }));
    const first = await serve({ records: REGISTER }, records);
    const imported = await createImportRig(imports.app, first).runs.start({ source: 'gbif' });
    expect(imported.tally.inserted).toBe(250);
    const accepted = taxon(900, 'Gadus novus', { rank: 'Species', parentNameUsageID: 125732 });
    const synonym = taxon(126436, 'Gadus morhua', {
      ...{ rank: 'Species', status: 'unaccepted', valid_AphiaID: 900, valid_name: 'Gadus novus' },
      parentNameUsageID: 125732,
    });
    const register = REGISTER.filter(({ AphiaID }) => AphiaID !== 126436);
    const later = await serve(
      { records: [...register, synonym, accepted], changed: [synonym] },
      records,
    );
    const { runs } = createImportRig(imports.app, later);
    const run = await runs.start({ source: 'worms' });
    expect(run).toMatchObject({ state: 'succeeded' });
    expect(run.warnings.map(({ detail }) => detail)).toContain(
      '250 records of 126436 are under its accepted name 900 now',
    );
    const names = await imports.app
      .db('occurrences')
      .distinct('aphia_id', 'matched_aphia_id', 'scientific_name', 'verbatim_scientific_name');
    expect(names).toMatchObject([
      { aphia_id: 900, matched_aphia_id: 126436, scientific_name: 'Gadus novus' },
    ]);
    expect(
      await imports.app.db('taxa').whereIn('aphia_id', [900, 126436]).pluck('classification_path'),
    ).toEqual(['1/2/125732/900/', '1/2/125732/900/']);
    // The next import finds them as they are now, and says the same of them.
    await runs.start({ source: 'gbif' });
    const after = await imports.app.db('occurrences').distinct('aphia_id', 'scientific_name');
    expect(after).toEqual([{ aphia_id: 900, scientific_name: 'Gadus novus' }]);
    const again = await runs.start({ source: 'worms', mode: 'incremental' });
    expect(again.warnings).toEqual([]);
  });

  it('says which taxa WoRMS does not know, and which names are another taxon now', async () => {
    await fromObis();
    const { runs } = createImportRig(imports.app, await serve({ records: [] }, [UNKNOWN]));
    await runs.start({ source: 'gbif' });
    const later = await serve({ records: [...LADDER, taxon(700, 'Aus bus')] });
    const run = await createImportRig(imports.app, later).runs.start({ source: 'worms' });
    expect(run).toMatchObject({
      state: 'succeeded',
      tally: { rejected: 1, reasons: { NOT_IN_WORMS: 1 } },
      warnings: [
        { code: 'name-changed', detail: expect.stringContaining('"Aus bus"') as string },
        { code: 'records-reread' },
      ],
    });
    expect(await imports.app.db('importer_rejected').first()).toMatchObject({
      provider_record_id: '126436',
    });
  });
});
