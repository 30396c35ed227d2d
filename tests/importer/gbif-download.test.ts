import { startApp, type TestApp } from '../support/app';
import { createImportRig, forgetImports, outcomesOf } from '../support/import-rig';
import type { ReplayProvider } from '../support/replay-server/exchange';
import { createGbifProvider } from '../support/replay-server/gbif/provider';
import {
  createRecordedProvider,
  readInteractions,
  type Interaction,
} from '../support/replay-server/recorded';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';
import { makeZip } from '../support/zip';

const folder = process.env.RECORDINGS_DIR;
const withRecordings = folder ? describe : describe.skip;
if (!folder) {
  process.stderr.write('RECORDINGS_DIR is not set: the tests on recorded downloads are skipped.\n');
}

const KEY = '0026011-250827131500795';
const ACCOUNT = { user: 'shoal', password: 'of the sea' };
const DATASET = '7b5d6a48-f762-11e1-a439-00145eb45e9a';
const COLUMNS = ['gbifID', 'datasetKey', 'occurrenceID', 'scientificName', 'decimalLatitude',
  'decimalLongitude', 'eventDate', 'depth', 'basisOfRecord', 'issue', 'hasCoordinate']; // prettier-ignore

/** The archive of the recorded download was not recorded: composed, with as many rows as a test says. */
function composedDownload(rows: number): Buffer {
  const fields = COLUMNS.map(
    (term, index) => `<field index="${index}" term="http://rs.tdwg.org/dwc/terms/${term}"/>`,
  );
  const meta = `<archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="metadata.xml">
    <core encoding="utf-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" ignoreHeaderLines="1" rowType="http://rs.tdwg.org/dwc/terms/Occurrence">
    <files><location>occurrence.txt</location></files><id index="0"/>${fields.join('')}</core></archive>`;
  const lines = Array.from({ length: rows }, (_, index) =>
    [1000 + index, DATASET, `o${index}`, 'Gadus morhua Linnaeus, 1758', '60.5', '5.25', '2020-05-01',
      '0.0', 'HUMAN_OBSERVATION', 'COORDINATE_ROUNDED;GEODETIC_DATUM_ASSUMED_WGS84', 'true'].join('\t'),
  ); // prettier-ignore
  return makeZip([
    { name: 'meta.xml', content: meta },
    { name: 'occurrence.txt', content: `${[COLUMNS.join('\t'), ...lines].join('\n')}\n` },
  ]);
}

withRecordings('a download of GBIF', () => {
  let app: TestApp;
  let replay: ReplayServer;
  let recorded: Interaction[];

  beforeAll(async () => {
    recorded = readInteractions(folder ?? '', 'gbif-v1-download-lifecycle.json');
    app = await startApp();
  });
  afterAll(() => app.stop());
  beforeEach(() => forgetImports(app.db));
  afterEach(() => replay.close());

  const zipAt = (key: string, rows: number): ReplayProvider => ({
    name: 'zip',
    answer: ({ path }) =>
      path === `/v1/occurrence/download/request/${key}.zip`
        ? { status: 200, contentType: 'application/zip', body: composedDownload(rows) }
        : null,
  });

  async function serve(interactions: Interaction[], key = KEY, rows = 22_235) {
    replay = await startReplayServer({
      providers: [
        createRecordedProvider(interactions),
        zipAt(key, rows),
        createGbifProvider({
          records: Array.from({ length: 9 }, (_, index) => ({
            ...{ key: index, datasetKey: DATASET, occurrenceID: `o${index}` },
            ...{ scientificName: 'Gadus morhua', decimalLatitude: 1, decimalLongitude: 1 },
          })),
        }),
        createWormsProvider({ records: [] }),
      ],
    });
  }
  const rig = (options = {}) => createImportRig(app, replay, { account: ACCOUNT, ...options });
  const question = { source: 'gbif', parameters: { datasetKeys: [DATASET], via: 'download' } };
  const asked = (method: RegExp) => replay.requests.filter(({ path }) => method.test(path));

  it('is asked for, waited for, fetched and read, and says how to cite it', async () => {
    await serve(recorded);
    const { runs, waits } = rig({ mergeBatchSize: 1000 });
    const run = await runs.start(question);
    expect(run).toMatchObject({ state: 'succeeded', expected: 22_235, error: null });
    expect(outcomesOf(run)).toMatchObject({ read: 22_235, inserted: 22_235, rejected: 0 });
    expect(run.tally.flags).toMatchObject({ COORDINATE_ROUNDED: 22_235 });
    expect(run.tally.drift).toEqual({});
    expect(run.warnings).toMatchObject([
      { code: 'citation', detail: expect.stringContaining('10.15468/dl.np3k7j') as string },
    ]);
    // PREPARING, three times RUNNING, SUCCEEDED.
    expect(asked(new RegExp(`/${KEY}$`))).toHaveLength(5);
    expect(waits.filter((ms) => ms === 30_000)).toHaveLength(4);
    const [request] = asked(/\/request$/);
    const basic = Buffer.from(`${ACCOUNT.user}:${ACCOUNT.password}`).toString('base64');
    expect(request?.headers).toMatchObject({
      authorization: `Basic ${basic}`,
      'user-agent': 'Shoal/test (+https://example.org/tests)',
    });
    // The account is for the request alone.
    const others = replay.requests.filter((item) => item !== request);
    expect(others.every(({ headers }) => headers.authorization === undefined)).toBe(true);
    expect(await app.db('occurrences').first()).toMatchObject({
      provider: 'gbif',
      provider_record_id: '1000',
      record_key: 'occurrence-id:o0',
      basis_of_record: 'HumanObservation',
      minimum_depth_in_meters: 0,
    });
  }, 120_000);

  it('that was waited for when the run ended is not asked for again', async () => {
    // The first run may have read all the states ahead before it was stopped; GBIF would say the last
    // of them to the second run as well, and the recording says it once.
    const made = recorded.filter(({ url }) => url.endsWith(KEY)).slice(-1);
    await serve([...recorded, ...made, ...made], KEY, 30);
    const stop = new AbortController();
    const { runs } = rig();
    const half = await runs.start({
      ...question,
      signal: stop.signal,
      onProgress: ({ cursor }) => cursor !== null && stop.abort(),
    });
    expect(half).toMatchObject({ state: 'paused', tally: { read: 0 } });
    expect(half.cursor).toBe(JSON.stringify({ download: KEY, at: null }));
    const run = await runs.start(question);
    expect(run).toMatchObject({ id: half.id, tally: { read: 30 } });
    expect(asked(/\/request$/)).toHaveLength(1);
  });

  it('that brings less than it says is said to', async () => {
    await serve(recorded, KEY, 30);
    const run = await rig().runs.start(question);
    expect(run).toMatchObject({ state: 'partial' });
    expect(run.warnings.map(({ code }) => code)).toEqual(['citation', 'download-short']);
  });

  it('that GBIF cancels fails the run', async () => {
    const cancelled = '0068181-200221144449610';
    const interactions = [
      { ...(recorded[0] as Interaction), bodyText: cancelled },
      ...recorded.filter(({ url }) => url.endsWith(cancelled)),
    ];
    await serve(interactions, cancelled);
    expect(await rig().runs.start(question)).toMatchObject({
      state: 'failed',
      error: { code: 'download-ended', detail: expect.stringContaining('CANCELLED') as string },
    });
  });

  it('is taken by itself when the search is too small, and an account is there', async () => {
    await serve(recorded, KEY, 22_235);
    const parameters = { datasetKeys: [DATASET] };
    const { runs } = rig({ maxRecords: 8, mergeBatchSize: 1000 });
    const dry = await runs.start({ source: 'gbif', mode: 'dry-run', parameters, maxPages: 2 });
    expect(dry.cursor).toContain(KEY);
    const without = await rig({ maxRecords: 8, account: null }).runs.start({
      source: 'gbif',
      parameters,
    });
    expect(without).toMatchObject({ state: 'partial', tally: { read: 8 } });
    const asks = await rig({ account: null }).runs.start(question);
    expect(asks).toMatchObject({ state: 'failed', error: { code: 'account-missing' } });
  });

  it('is asked for again when GBIF is busy, and not when it is refused', async () => {
    const [request] = recorded;
    await serve([request as Interaction, ...recorded], KEY, 30);
    replay.arm({ kind: 'status', status: 429, retryAfter: '7', path: '/v1/occurrence/download/request', nth: [1] }); // prettier-ignore
    const { runs, waits } = rig();
    expect(await runs.start(question)).toMatchObject({ tally: { read: 30 } });
    expect(waits).toContain(7000);
    replay.arm({ kind: 'status', status: 401, path: '/v1/occurrence/download/request' });
    replay.requests.length = 0;
    const other = { ...question, parameters: { ...question.parameters, startDate: '2020-01-01' } };
    expect(await runs.start(other)).toMatchObject({
      state: 'failed',
      error: { code: 'provider-status' },
    });
    expect(replay.requests).toHaveLength(1);
  });
});
