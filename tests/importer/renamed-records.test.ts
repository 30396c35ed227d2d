import { createImportRig, rowVersions } from '../support/import-rig';
import { sightings, listed, REEF } from '../support/obis-datasets';
import { createGbifProvider, type GbifFields } from '../support/replay-server/gbif/provider';
import { createObisPool } from '../support/replay-server/obis/pool';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { createWormsProvider, type WormsPool } from '../support/replay-server/worms/provider';
import { LADDER, REGISTER, taxon } from '../support/replay-server/worms/register';
import { useImports } from '../support/use-imports';

const imports = useImports();

const fromGbif = (count: number, scientificName: string): GbifFields[] =>
  Array.from({ length: count }, (_, n) => ({
    ...{ key: n, datasetKey: '11111111-1111-4111-8111-111111111111', occurrenceID: `g:${n}` },
    ...{ scientificName, decimalLatitude: 60, decimalLongitude: 4, issues: [] },
  }));

async function rig(pool: WormsPool, records: GbifFields[] = []) {
  const replay = await imports.serve(
    createGbifProvider({ records }),
    createWormsProvider(pool),
    createObisProvider(obisPool),
  );
  return createImportRig(imports.app, replay, { mergeBatchSize: 20 }).runs;
}
const obisPool = createObisPool(sightings(REEF, 30), [listed(REEF)]);

const stored = () =>
  imports.app
    .db('occurrences')
    .distinct('aphia_id', 'matched_aphia_id', 'scientific_name', 'dropped')
    .select(imports.app.db.raw('cast(flags as text) as flags'));
const left = async () => {
  const taxa: unknown[] = await imports.app.db('importer_stale_taxa').pluck('aphia_id');
  const names: unknown[] = await imports.app.db('importer_stale_names').pluck('name');
  return [...taxa, ...names];
};

const NOVUS = taxon(900, 'Gadus novus', { rank: 'Species', parentNameUsageID: 125732 });
const SYNONYM = taxon(126436, 'Gadus morhua', {
  ...{ rank: 'Species', status: 'unaccepted', valid_AphiaID: 900, valid_name: 'Gadus novus' },
  parentNameUsageID: 125732,
});
const OTHERS = REGISTER.filter(({ AphiaID }) => AphiaID !== 126436);

describe('records under a name that WoRMS has changed its mind about', () => {
  it('are named and flagged anew when their name means something now, and stay so', async () => {
    const records = fromGbif(50, 'Aus  bus');
    await (await rig({ records: [] }, records)).start({ source: 'gbif' });
    expect(await stored()).toMatchObject([{ aphia_id: null, dropped: true }]);
    const runs = await rig({ records: [...LADDER, taxon(700, 'Aus bus')] }, records);
    const run = await runs.start({ source: 'worms', mode: 'full' });
    expect(run).toMatchObject({ state: 'succeeded' });
    expect(run.warnings.map(({ code }) => code)).toEqual(['name-changed', 'records-reread']);
    expect(await stored()).toEqual([
      {
        ...{ aphia_id: 700, matched_aphia_id: null, scientific_name: 'Aus bus', dropped: false },
        flags: '["NO_DEPTH"]',
      },
    ]);
    expect(await left()).toEqual([]);
    const before = await rowVersions(imports.app.db);
    expect(await runs.start({ source: 'gbif' })).toMatchObject({ tally: { unchanged: 50 } });
    expect(await rowVersions(imports.app.db)).toEqual(before);
  });

  it('have the flags of the name that is accepted now, from OBIS as well', async () => {
    const records = fromGbif(25, 'Gadus morhua');
    const first = await rig({ records: REGISTER }, records);
    await first.start({ source: 'gbif' });
    await first.start({ source: 'obis' });
    await first.start({ source: 'worms' });
    const inland = { ...NOVUS, isMarine: 0, isBrackish: 0 };
    const second = await rig(
      { records: [...OTHERS, SYNONYM, inland], changed: [SYNONYM] },
      records,
    );
    expect(await second.start({ source: 'worms' })).toMatchObject({ state: 'succeeded' });
    expect(await stored()).toEqual([
      {
        ...{ aphia_id: 900, matched_aphia_id: 126436, scientific_name: 'Gadus novus' },
        ...{ dropped: true, flags: '["NOT_MARINE", "NO_DEPTH"]' },
      },
    ]);
    const before = await rowVersions(imports.app.db);
    for (const source of ['gbif', 'obis', 'worms']) await second.start({ source });
    expect(await rowVersions(imports.app.db)).toEqual(before);

    const third = await rig({ records: [...OTHERS, SYNONYM, NOVUS], changed: [NOVUS] }, records);
    await third.start({ source: 'worms', mode: 'full' });
    expect(await stored()).toMatchObject([
      { aphia_id: 900, dropped: false, flags: '["NO_DEPTH"]' },
    ]);
  });

  it('are brought up to date to the last when the run is interrupted among them', async () => {
    const records = fromGbif(90, 'Aus bus');
    await (await rig({ records: [] }, records)).start({ source: 'gbif' });
    const runs = await rig({ records: [...LADDER, taxon(700, 'Aus bus')] }, records);
    const stop = new AbortController();
    let written = 0;
    const watch = (query: { sql: string }) => {
      if (query.sql.includes('"matchedAphiaId" integer') && (written += 1) === 2) stop.abort();
    };
    imports.app.db.on('query', watch);
    const half = await runs.start({ source: 'worms', mode: 'full', signal: stop.signal });
    imports.app.db.off('query', watch);
    expect(half.state).toBe('paused');
    expect(await stored()).toHaveLength(2);
    const run = await runs.start({ source: 'worms', mode: 'full' });
    expect(run).toMatchObject({ id: half.id, state: 'succeeded' });
    expect(await stored()).toMatchObject([{ aphia_id: 700, dropped: false }]);
    expect(await left()).toEqual([]);
  });

  it('keep their names when the register knows nothing any more', async () => {
    const named = [
      ...fromGbif(5, 'Gadus morhua'),
      { ...fromGbif(1, 'Gadus')[0], key: 9, occurrenceID: 'g:lsid',
        scientificNameID: 'urn:lsid:marinespecies.org:taxname:500' },
    ]; // prettier-ignore
    await (await rig({ records: REGISTER }, named)).start({ source: 'gbif' });
    const before = await rowVersions(imports.app.db);
    const runs = await rig({ records: [] }, named);
    expect(await runs.start({ source: 'worms', mode: 'full' })).toMatchObject({
      state: 'succeeded',
    });
    const occurrences = (rows: unknown[]) =>
      rows.filter((row) => (row as { kind: string }).kind === 'occurrence');
    expect(occurrences(await rowVersions(imports.app.db))).toEqual(occurrences(before));
    expect(await imports.app.db('importer_aphia').whereNull('record').pluck('aphia_id')).toEqual(
      [],
    );
  });

  it('keep what an editor has written beside the name', async () => {
    const records = fromGbif(3, 'Aus bus');
    await (await rig({ records: [] }, records)).start({ source: 'gbif' });
    await imports.app.db('occurrences').update({ locality: 'by the pier' });
    const runs = await rig({ records: [...LADDER, taxon(700, 'Aus bus')] }, records);
    await runs.start({ source: 'worms', mode: 'full' });
    expect(await imports.app.db('occurrences').distinct('aphia_id', 'locality')).toEqual([
      { aphia_id: 700, locality: 'by the pier' },
    ]);
  });
});
