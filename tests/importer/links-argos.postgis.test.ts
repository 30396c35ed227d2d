import type { LinksService } from '../../src/plugins/importer/server/services/links';
import { startApp, type TestApp } from '../support/app';
import { createImportRig, forgetImports } from '../support/import-rig';
import {
  ARGOS_FILE,
  argosTaxa,
  asGbif,
  asObis,
  readArgosRows,
  type ArgosRow,
} from '../support/link-rig';
import { createGbifProvider, type GbifFields } from '../support/replay-server/gbif/provider';
import { createObisPool, type ObisFields } from '../support/replay-server/obis/pool';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { startReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';

const OBIS_DATASET = 'aaaaaaaa-0000-4000-8000-000000000001';
const GBIF_DATASET = 'bbbbbbbb-0000-4000-8000-000000000002';
const DOI = '10.5555/argos';

let app: TestApp;
let rows: ArgosRow[];

beforeAll(async () => {
  app = await startApp();
  if (ARGOS_FILE) rows = readArgosRows();
});
afterAll(() => app.stop());
beforeEach(() => forgetImports(app.db));

const title = (at: string) => ({ title: `Argos satellite tracks as ${at} has them` });

interface Composed {
  obis: ObisFields[];
  gbif: GbifFields[];
  /** Whether both registries give the dataset one DOI. */
  isCrosswalked: boolean;
}

/** Imports from both providers, OBIS first. */
async function importBoth({ obis, gbif, isCrosswalked }: Composed): Promise<void> {
  const datasets = [{ id: OBIS_DATASET, ...title('OBIS'), citation_id: `https://doi.org/${DOI}` }];
  const gbifDataset = { key: GBIF_DATASET, ...title('GBIF'), ...(isCrosswalked && { doi: DOI }) };
  const replay = await startReplayServer({
    providers: [
      createObisProvider(createObisPool(obis, datasets)),
      createGbifProvider({ records: gbif, datasets: [gbifDataset] }),
      createWormsProvider({ records: argosTaxa(rows) }),
    ],
  });
  try {
    const { runs } = createImportRig(app, replay, { mergeBatchSize: 1000 });
    for (const source of ['obis', 'gbif']) {
      expect(await runs.start({ source })).toMatchObject({ state: 'succeeded' });
    }
  } finally {
    await replay.close();
  }
}

/** Row numbers of the table behind every link of a state. */
async function linkedRows(state: string): Promise<{ obis: number; gbif: number }[]> {
  const { rows: found } = await app.db.raw<{ rows: { obis: string; gbif: string }[] }>(
    `select obis.provider_record_id as obis, gbif.provider_record_id as gbif
       from importer_links as link
       join occurrences as one on one.id = link.one_id
       join occurrences as other on other.id = link.other_id
       join occurrences as obis on obis.id in (one.id, other.id) and obis.provider = 'obis'
       join occurrences as gbif on gbif.id in (one.id, other.id) and gbif.provider = 'gbif'
      where link.state = :state`,
    { state },
  );
  return found.map(({ obis, gbif }) => ({
    obis: parseInt(obis.slice(0, 8), 16),
    gbif: Number(gbif) - 1_000_000,
  }));
}

/** How right the automatic links are: every row that was rendered twice is a true duplicate. */
async function measure(expected: number) {
  const links = await linkedRows('automatic');
  const right = links.filter(({ obis, gbif }) => obis === gbif).length;
  const waiting = (await linkedRows('waiting')).length;
  return {
    links: links.length,
    right,
    waiting,
    precision: links.length === 0 ? 1 : right / links.length,
    recall: right / expected,
  };
}

const report = (what: string, figures: Awaited<ReturnType<typeof measure>>) => {
  const { links, right, waiting, precision, recall } = figures;
  process.stdout.write(
    `${what}: ${right} of ${links} links right, ${waiting} waiting; ` +
      `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}\n`,
  );
};

/** Whole tracks: rows of some days, with all their neighbours, which make linking hard. */
const inBoth = (row: ArgosRow) => Number(row.id) % 3 !== 0;
const sample = () => rows.filter((row) => Number(row.year) === 1999 || Number(row.year) === 2000);

const withRecordings = ARGOS_FILE ? describe : describe.skip;

withRecordings('the labelled set composed of the Argos table', () => {
  it.each([
    ['with a crosswalk of the datasets', true],
    ['by evidence alone', false],
  ])('is linked %s', async (what, isCrosswalked) => {
    const tracks = sample();
    const both = tracks.filter(inBoth);
    const single = tracks.filter((row) => !inBoth(row));
    const [onlyObis, onlyGbif] = [0, 1].map((half) => single.filter((_, n) => n % 2 === half));
    await importBoth({
      obis: [...both, ...(onlyObis ?? [])].map((row) => asObis(row, OBIS_DATASET)),
      gbif: [...both, ...(onlyGbif ?? [])].map((row) => asGbif(row, GBIF_DATASET)),
      isCrosswalked,
    });
    const figures = await measure(both.length);
    report(`${tracks.length} rows, ${both.length} in both, ${what}`, figures);
    expect(figures.precision).toBeGreaterThanOrEqual(0.99);
    expect(figures.recall).toBeGreaterThanOrEqual(0.95);
  });

  it('gets no false link inside the tracks when each provider has the other half of all of them', async () => {
    // No row is in both: whatever is linked is wrong. Neighbours in time lie in the two halves.
    const isObis = (_: ArgosRow, n: number) => n % 2 === 0;
    const obis = rows.filter(isObis).map((row) => asObis(row, OBIS_DATASET));
    const gbif = rows.filter((row, n) => !isObis(row, n)).map((row) => asGbif(row, GBIF_DATASET));
    expect(obis.length + gbif.length).toBe(53_176);
    await importBoth({ obis, gbif, isCrosswalked: true });
    const reportNone = async (what: string) => {
      const [links, waiting] = [await linkedRows('automatic'), await linkedRows('waiting')];
      process.stdout.write(
        `${rows.length} rows, none in both, ${what}: ${links.length} links, ${waiting.length} waiting\n`,
      );
      expect(links).toEqual([]);
    };
    await reportNone('with a crosswalk of the datasets');
    await app.db('datasets').update({ doi: null, addresses: null });
    const began = performance.now();
    const links = app.strapi.plugin('importer').service<LinksService>('links');
    const { looked } = await links.linkPending();
    const seconds = (performance.now() - began) / 1000;
    process.stdout.write(`${looked} records looked at in ${seconds.toFixed(1)} s\n`);
    await reportNone('by evidence alone');
  });
});
