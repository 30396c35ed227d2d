import { createJsonClient } from '../../src/lib/http-client/get-json';
import { createPacedLine } from '../../src/lib/http-client/paced-line';
import { createGbifClient } from '../../src/plugins/importer/server/sources/gbif/client';
import { gbifEnvelope } from '../../src/plugins/importer/server/sources/gbif/envelope';
import { startApp, type TestApp } from '../support/app';
import { createImportRig, forgetImports, outcomesOf, rowVersions } from '../support/import-rig';
import { createGbifProvider, type GbifFields } from '../support/replay-server/gbif/provider';
import {
  createRecordedProvider,
  readInteractions,
  type Interaction,
} from '../support/replay-server/recorded';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { createWormsProvider, type WormsFields } from '../support/replay-server/worms/provider';

const folder = process.env.RECORDINGS_DIR;
const withRecordings = folder ? describe : describe.skip;
if (!folder) {
  process.stderr.write(
    'RECORDINGS_DIR is not set: the tests on recorded GBIF answers are skipped.\n',
  );
}

const FORAMS = 'gbif-v1-occurrence-search-marine-forams-2025.json';
const ERRORS = 'gbif-v1-errors-and-429-sequence.json';
const REGISTRY = 'gbif-v1-registry-match-facets-single-record.json';
const DATASET = '7b5d6a48-f762-11e1-a439-00145eb45e9a';
const QUESTION = { source: 'gbif', parameters: { datasetKeys: [DATASET] } };

const resultsOf = ({ body }: Interaction) => (body as { results: GbifFields[] }).results;

/** A register that knows the identifiers of these records under the names they come with; composed. */
function registerOf(records: GbifFields[]): WormsFields[] {
  const ids = new Map<number, WormsFields>();
  for (const { scientificNameID, scientificName, scientificNameAuthorship } of records) {
    const AphiaID = Number(/taxname:(\d+)$/.exec(String(scientificNameID))?.[1]);
    const scientificname = String(scientificName).replace(
      ` ${String(scientificNameAuthorship)}`,
      '',
    );
    const record = { AphiaID, scientificname, status: 'accepted', valid_AphiaID: AphiaID };
    if (AphiaID) ids.set(AphiaID, { ...record, parentNameUsageID: null, isMarine: 1 });
  }
  return [...ids.values()];
}

withRecordings('recorded GBIF records', () => {
  let app: TestApp;
  let replay: ReplayServer;
  let recorded: GbifFields[];

  beforeAll(async () => {
    const [forams] = readInteractions(folder ?? '', FORAMS);
    recorded = forams ? resultsOf(forams) : [];
    replay = await startReplayServer({
      providers: [
        createGbifProvider({ records: recorded }),
        createWormsProvider({ records: registerOf(recorded) }),
      ],
    });
    app = await startApp();
  });
  afterAll(async () => {
    await app.stop();
    await replay.close();
  });
  beforeEach(() => forgetImports(app.db));

  it('accepts all 177, though none has a date and most have no depth', async () => {
    const { runs } = createImportRig(app, replay, { pageSize: 50 });
    const run = await runs.start(QUESTION);
    expect(run).toMatchObject({ state: 'succeeded', expected: 177, error: null });
    expect(outcomesOf(run)).toMatchObject({ read: 177, inserted: 177, rejected: 0, repeated: 0 });
    expect(run.tally.drift).toEqual({});
    const rows = await app.db('occurrences').select('*');
    const dated = rows.filter((row: { event_date_start: unknown }) => row.event_date_start);
    expect(dated).toEqual([]);
    const deep = rows.filter(
      (row: { minimum_depth_in_meters: unknown }) => row.minimum_depth_in_meters !== null,
    );
    expect(deep).toHaveLength(22);
  });

  it('keeps the issues of GBIF as flags, beside those of its own checks', async () => {
    const { runs } = createImportRig(app, replay);
    const { tally } = await runs.start(QUESTION);
    expect(tally.flags).toMatchObject({
      GEODETIC_DATUM_ASSUMED_WGS84: 177,
      CONTINENT_DERIVED_FROM_COORDINATES: 149,
      TAXON_MATCH_HIGHERRANK: 59,
      COUNTRY_COORDINATE_MISMATCH: 4,
      PRESUMED_NEGATED_LATITUDE: 1,
      NO_DEPTH: 155,
    });
  });

  it('takes the AphiaID of a WoRMS identifier, the name without its author, and our words', async () => {
    const { runs } = createImportRig(app, replay);
    await runs.start(QUESTION);
    const rows = await app.db('occurrences').whereNotNull('aphia_id');
    // 156 by their identifier, and one of the same name without.
    expect(rows).toHaveLength(157);
    const first = await app.db('occurrences').where({ provider_record_id: '240713133' }).first();
    expect(first).toMatchObject({
      scientific_name: 'Epistominella exigua',
      verbatim_scientific_name: 'Epistominella exigua (Brady, 1884)',
      aphia_id: 113334,
      basis_of_record: 'HumanObservation',
      occurrence_status: 'present',
      record_key: 'occurrence-id:urn:catalog:BAS:CAML - Foraminifera:1',
      license: 'http://creativecommons.org/licenses/by/4.0/legalcode',
      minimum_depth_in_meters: 4654,
    });
  });

  it('writes nothing when GBIF has crawled everything again and nothing has changed', async () => {
    const { runs } = createImportRig(app, replay);
    await runs.start(QUESTION);
    const before = await rowVersions(app.db);
    const crawled = recorded.map((fields) => ({
      ...fields,
      lastCrawled: '2026-03-01T00:00:00.000+00:00',
      lastInterpreted: '2026-03-02T00:00:00.000+00:00',
      crawlId: 999,
      classifications: {},
    }));
    const later = await startReplayServer({
      providers: [
        createGbifProvider({ records: crawled }),
        createWormsProvider({ records: registerOf(recorded) }),
      ],
    });
    try {
      const again = await createImportRig(app, later).runs.start(QUESTION);
      expect(outcomesOf(again)).toMatchObject({ read: 177, unchanged: 177, updated: 0 });
      expect(await rowVersions(app.db)).toEqual(before);
    } finally {
      await later.close();
    }
  });

  it('reads records with DNA and measurements as well', async () => {
    const all = readInteractions(folder ?? '', REGISTRY);
    const salmon = all.filter(({ url, status }) => /depth=5&/.test(url) && status === 200);
    const records = salmon.flatMap(resultsOf);
    const server = await startReplayServer({
      providers: [createGbifProvider({ records }), createWormsProvider({ records: [] })],
    });
    try {
      const run = await createImportRig(app, server).runs.start({ source: 'gbif' });
      expect(outcomesOf(run)).toMatchObject({ read: records.length, inserted: records.length });
      expect(run.tally.drift).toEqual({});
    } finally {
      await server.close();
    }
  });
});

withRecordings('recorded GBIF refusals', () => {
  const signal = new AbortController().signal;
  let replay: ReplayServer;
  let waits: number[];

  const sleep = (ms: number) => {
    waits.push(ms);
    return Promise.resolve();
  };

  function client() {
    const http = createJsonClient({
      userAgent: 'test',
      timeoutMs: 2000,
      maxBytes: 10_000_000,
      now: Date.now,
    });
    const line = createPacedLine({ minIntervalMs: 0, now: Date.now, sleep });
    const policy = {
      attempts: 3,
      firstDelayMs: 1,
      longestDelayMs: 1,
      random: () => 0,
      sleep,
    };
    return createGbifClient(http, line, policy);
  }

  const here = (url: string) => `${replay.url}${new URL(url).pathname}${new URL(url).search}`;

  beforeEach(async () => {
    waits = [];
    const interactions = readInteractions(folder ?? '', ERRORS);
    replay = await startReplayServer({ providers: [createRecordedProvider(interactions)] });
  });
  afterEach(() => replay.close());

  it('gets all answers of the burst with five 429s, waiting each time as long as it was told', async () => {
    const burst = readInteractions(folder ?? '', ERRORS).slice(0, 105);
    const questions = [...new Set(burst.map(({ url }) => url))];
    const gbif = client();
    for (const url of questions) await gbif.get(here(url), gbifEnvelope, { signal });
    expect(questions).toHaveLength(100);
    expect(waits).toEqual([31_000, 31_000, 31_000, 31_000, 31_000]);
    expect(replay.requests).toHaveLength(105);
  });

  it('does not ask again what GBIF cannot understand, and passes on why', async () => {
    const refused = readInteractions(folder ?? '', ERRORS).filter(
      ({ url, status }) => status === 400 && url.includes('/occurrence/search'),
    );
    expect(refused.length).toBeGreaterThanOrEqual(10);
    for (const { url, bodyText } of refused) {
      const asked = client().get(here(url), gbifEnvelope, { signal });
      await expect(asked).rejects.toMatchObject({ status: 400, body: bodyText });
    }
    expect(waits).toEqual([]);
  });
});
