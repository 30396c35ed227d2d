import { createImportRig } from '../support/import-rig';
import { createGbifProvider, type GbifFields } from '../support/replay-server/gbif/provider';
import type { ReplayServer } from '../support/replay-server/server';
import { createWormsProvider, type WormsPool } from '../support/replay-server/worms/provider';
import { COD, REGISTER, taxon } from '../support/replay-server/worms/register';
import { useImports } from '../support/use-imports';

const imports = useImports();

let next = 0;
const occurrence = (fields: GbifFields): GbifFields => {
  next += 1;
  return {
    key: next,
    datasetKey: '11111111-1111-4111-8111-111111111111',
    occurrenceID: `composed:${next}`,
    decimalLatitude: 60,
    decimalLongitude: 4,
    basisOfRecord: 'OCCURRENCE',
    issues: [],
    ...fields,
  };
};

const serve = (records: GbifFields[], pool: WormsPool): Promise<ReplayServer> =>
  imports.serve(createGbifProvider({ records }), createWormsProvider(pool));

async function importNamed(records: GbifFields[], pool: Partial<WormsPool> = {}) {
  const replay = await serve(records, { records: REGISTER, ...pool });
  const run = await createImportRig(imports.app, replay).runs.start({ source: 'gbif' });
  const rows = (await imports.app.db('occurrences').orderBy('id')) as Record<string, unknown>[];
  return { run, rows, replay };
}

const callsTo = ({ requests }: ReplayServer, call: string) =>
  requests.filter(({ path }) => path.startsWith(`/rest/${call}`));

const LSID = 'urn:lsid:marinespecies.org:taxname:';

describe('the name of a record', () => {
  it('is found by the identifier first, and by the name where there is none', async () => {
    const { rows, replay } = await importNamed([
      occurrence({ scientificNameID: `${LSID}126436`, scientificName: 'Whatever it says' }),
      occurrence({ scientificName: 'Gadus morhua Linnaeus, 1758' }),
      occurrence({ scientificName: '  Gadus  morhua ' }),
    ]);
    expect(rows.map(({ aphia_id }) => aphia_id)).toEqual([126436, 126436, 126436]);
    expect(rows.map(({ scientific_name }) => scientific_name)).toEqual(
      Array.from({ length: 3 }, () => 'Gadus morhua'),
    );
    expect(rows[0]).toMatchObject({ verbatim_scientific_name: 'Whatever it says', dropped: false });
    const asked = callsTo(replay, 'AphiaRecordsByMatchNames');
    expect(asked).toHaveLength(1);
  });

  it('is the accepted one, with the synonym kept beside it', async () => {
    const { rows } = await importNamed([
      occurrence({ scientificNameID: `${LSID}316432` }),
      occurrence({ scientificName: 'Asellus major' }),
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({
        aphia_id: 126436,
        matched_aphia_id: 316432,
        scientific_name: 'Gadus morhua',
      });
    }
    expect(await imports.app.db('taxa').where({ aphia_id: 316432 }).first()).toMatchObject({
      taxonomic_status: 'unaccepted',
      accepted_aphia_id: 126436,
      classification_path: '1/2/125732/126436/',
    });
  });

  it('stays unresolved where two taxa have it, and the flag says so', async () => {
    const homonyms = [taxon(700, 'Aus bus'), taxon(701, 'Aus bus')];
    const { run, rows } = await importNamed([occurrence({ scientificName: 'Aus bus' })], {
      records: [...REGISTER, ...homonyms],
    });
    expect(rows[0]).toMatchObject({ aphia_id: null, scientific_name: 'Aus bus', dropped: true });
    expect(run.tally.flags).toMatchObject({ NAME_AMBIGUOUS: 1, NO_MATCH: 1 });
    expect(await imports.app.db('importer_names').first()).toMatchObject({
      name: 'Aus bus',
      outcome: 'ambiguous',
    });
  });

  it('is no similar name', async () => {
    const similar = { 'Gadus morhue': [{ ...COD, match_type: 'near_1' }] };
    const { rows } = await importNamed([occurrence({ scientificName: 'Gadus morhue' })], {
      similar,
    });
    expect(rows[0]).toMatchObject({ aphia_id: null, scientific_name: 'Gadus morhue' });
  });

  it('falls back on the name where WoRMS does not know the identifier', async () => {
    const { rows } = await importNamed([
      occurrence({ scientificNameID: `${LSID}44444`, scientificName: 'Gadus morhua' }),
    ]);
    expect(rows[0]).toMatchObject({ aphia_id: 126436 });
  });

  it('tells what does not live in the sea', async () => {
    const { run, rows } = await importNamed([occurrence({ scientificName: 'Perca fluviatilis' })]);
    expect(run.tally.flags).toMatchObject({ NOT_MARINE: 1 });
    expect(rows[0]).toMatchObject({ dropped: true });
  });
});

describe('what was asked once', () => {
  it('is not asked again, found or not, until it is old', async () => {
    const records = [
      occurrence({ scientificName: 'Gadus morhua' }),
      occurrence({ scientificName: 'Nobody knows' }),
    ];
    const { replay } = await importNamed(records);
    const asked = () => replay.requests.filter(({ path }) => path.startsWith('/rest/')).length;
    const first = asked();
    const { runs } = createImportRig(imports.app, replay);
    await runs.start({ source: 'gbif' });
    expect(asked()).toBe(first);
    await imports.app
      .db('importer_names')
      .update({ checked_at: new Date(Date.now() - 40 * 86_400_000) });
    await runs.start({ source: 'gbif' });
    const again = callsTo(replay, 'AphiaRecordsByMatchNames').at(-1);
    expect(Object.values(again?.query ?? {})).toContain('Nobody knows');
    expect(asked()).toBe(first + 1);
  });

  it('is asked fifty at a time', async () => {
    const names = Array.from({ length: 120 }, (_, n) => taxon(1000 + n, `Gadus n${n}`));
    const { run, replay } = await importNamed(
      names.map(({ scientificname }) => occurrence({ scientificName: scientificname })),
      { records: [...REGISTER, ...names] },
    );
    expect(run).toMatchObject({ state: 'succeeded', tally: { inserted: 120 } });
    expect(callsTo(replay, 'AphiaRecordsByMatchNames')).toHaveLength(3);
    expect(callsTo(replay, 'AphiaRecordsByAphiaIDs').length).toBeLessThanOrEqual(6);
  });

  it('ends the run as failed when WoRMS cannot be asked, and the run can go on', async () => {
    const records = [occurrence({ scientificName: 'Gadus morhua' })];
    const replay = await serve(records, { records: REGISTER });
    replay.arm({ kind: 'status', status: 500, path: '/rest/' });
    const { runs } = createImportRig(imports.app, replay);
    expect(await runs.start({ source: 'gbif' })).toMatchObject({
      state: 'failed',
      error: { code: 'names-status' },
      tally: { read: 0 },
    });
    replay.arm();
    const done = await runs.start({ source: 'gbif', resume: true });
    expect(done).toMatchObject({ state: 'succeeded', tally: { inserted: 1 } });
  });
});
