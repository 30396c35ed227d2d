import { createImportRig, outcomesOf } from '../support/import-rig';
import type { Fault } from '../support/replay-server/faults';
import {
  createGbifProvider,
  type GbifFields,
  type GbifPool,
} from '../support/replay-server/gbif/provider';
import type { ReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';
import { useImports } from '../support/use-imports';

const DATASET = '11111111-1111-4111-8111-111111111111';
const SEARCH = '/v1/occurrence/search';

const COD = {
  AphiaID: 126436,
  scientificname: 'Gadus morhua',
  status: 'accepted',
  valid_AphiaID: 126436,
  isMarine: 1,
};

const imports = useImports();

/** A record as GBIF gives it, each of another place, year and month; composed. */
const record = (n: number, fields: GbifFields = {}): GbifFields => ({
  key: 5_000_000 + n,
  datasetKey: DATASET,
  occurrenceID: `composed:${n}`,
  scientificName: 'Gadus morhua Linnaeus, 1758',
  scientificNameAuthorship: 'Linnaeus, 1758',
  scientificNameID: 'urn:lsid:marinespecies.org:taxname:126436',
  taxonKey: 8084280,
  decimalLatitude: 40 + (n % 17),
  decimalLongitude: -20 + (n % 23),
  year: 1990 + (n % 5),
  month: 1 + (n % 12),
  eventDate: `${1990 + (n % 5)}-${String(1 + (n % 12)).padStart(2, '0')}`,
  basisOfRecord: 'HUMAN_OBSERVATION',
  occurrenceStatus: 'PRESENT',
  issues: [],
  lastInterpreted: '2025-01-01T00:00:00.000+00:00',
  ...fields,
});

const records = (count: number, fields: GbifFields = {}) =>
  Array.from({ length: count }, (_, n) => record(n, fields));

const UNDATED = { year: undefined, month: undefined, eventDate: undefined };

const serve = (pool: GbifPool, maxOffset?: number): Promise<ReplayServer> =>
  imports.serve(createGbifProvider(pool, maxOffset), createWormsProvider({ records: [COD] }));

async function importFrom(pool: GbifPool, maxRecords = 100_000, parameters = {}) {
  const replay = await serve(pool, maxRecords);
  const { runs, waits } = createImportRig(imports.app, replay, { pageSize: 10, maxRecords });
  const run = await runs.start({ source: 'gbif', parameters });
  return { run, runs, replay, waits };
}

describe('a question with more records than GBIF gives', () => {
  it('is cut by year and month, and the parts hold all of it', async () => {
    const { run, replay } = await importFrom({ records: records(200) }, 30);
    expect(run).toMatchObject({ state: 'succeeded', expected: 200, warnings: [] });
    expect(outcomesOf(run)).toMatchObject({ read: 200, inserted: 200, repeated: 0 });
    const asked = replay.requests.filter(({ path }) => path === SEARCH).map(({ query }) => query);
    expect(asked.some(({ year }) => year === '1990,1990')).toBe(true);
    expect(asked.every(({ offset, limit }) => Number(offset) + Number(limit) <= 30)).toBe(true);
  });

  it('is cut by area where some records have no date, which no year would find', async () => {
    const pool = {
      records: [...records(60), ...records(100, UNDATED)].map((fields, n) => ({
        ...fields,
        key: n,
        occurrenceID: `composed:${n}`,
      })),
    };
    const { run } = await importFrom(pool, 30);
    expect(run).toMatchObject({ state: 'succeeded', warnings: [] });
    expect(run.tally.inserted).toBe(160);
    // Whoever lies on the edge of two boxes comes with both.
    expect(run.tally.read).toBe(160 + run.tally.repeated);
  });

  it('goes by time again in one single place, and says what no part holds', async () => {
    const here = { decimalLatitude: 50.5, decimalLongitude: 5.5 };
    const dated = records(40, here);
    const undated = records(7, { ...here, ...UNDATED }).map((fields, n) => ({
      ...fields,
      key: 900 + n,
      occurrenceID: `undated:${n}`,
    }));
    const { run } = await importFrom({ records: [...dated, ...undated] }, 20);
    expect(run.state).toBe('partial');
    expect(run.tally.inserted).toBe(40);
    expect(run.warnings).toMatchObject([
      { code: 'parts-short', detail: expect.stringMatching(/^7 of 47 records/), isLossy: true },
    ]);
  });

  it('is continued in the part where it was interrupted', async () => {
    const replay = await serve({ records: records(200) }, 30);
    const { runs } = createImportRig(imports.app, replay, { pageSize: 10, maxRecords: 30 });
    const stop = new AbortController();
    const paused = await runs.start({
      source: 'gbif',
      signal: stop.signal,
      onProgress: ({ tally }) => tally.read >= 70 && stop.abort(),
    });
    expect(paused.state).toBe('paused');
    const done = await runs.start({ source: 'gbif' });
    expect(done).toMatchObject({ id: paused.id, state: 'succeeded' });
    expect(outcomesOf(done)).toMatchObject({ read: 200, inserted: 200, repeated: 0 });
  });
});

describe('what is asked', () => {
  it('is the taxon by the key that GBIF has for it, area, dataset and dates', async () => {
    const pool = { records: records(40), taxonKeys: { 126436: '8084280' } };
    const { run, replay } = await importFrom(pool, 100_000, {
      taxonIds: [126436],
      datasetKeys: [DATASET],
      bbox: [-20, 40, -10, 50],
      startDate: '1991-01-01',
      endDate: '1992-12-31',
    });
    const inside = pool.records.filter(
      (fields) =>
        Number(fields.decimalLongitude) <= -10 &&
        Number(fields.decimalLatitude) <= 50 &&
        [1991, 1992].includes(Number(fields.year)),
    );
    expect(run.tally.inserted).toBe(inside.length);
    expect(inside.length).toBeGreaterThan(0);
    const match = replay.requests.find(({ path }) => path === '/v2/species/match');
    const search = replay.requests.find(({ path }) => path === SEARCH);
    expect(match?.query.scientificNameID).toBe('urn:lsid:marinespecies.org:taxname:126436');
    expect(search?.query).toMatchObject({
      hasCoordinate: 'true',
      taxonKey: '8084280',
      datasetKey: DATASET,
      decimalLongitude: '-20,-10',
      decimalLatitude: '40,50',
      eventDate: '1991-01-01,1992-12-31',
    });
    expect(search?.query.hasGeospatialIssue).toBeUndefined();
  });

  it('is nothing when GBIF does not know the taxon, and the run says so', async () => {
    const { run, replay } = await importFrom({ records: records(3) }, 100_000, { taxonIds: [7] });
    expect(run).toMatchObject({ state: 'failed', error: { code: 'taxon-not-known' } });
    expect(replay.requests.filter(({ path }) => path === SEARCH)).toEqual([]);
  });

  it('are the datasets too, for their citation and licence', async () => {
    const datasets = [
      {
        key: DATASET,
        title: 'Cod of the composed sea',
        doi: '10.15468/abc123',
        citation: { text: 'Somebody (2024). Cod of the composed sea.' },
        license: 'http://creativecommons.org/licenses/by-nc/4.0/legalcode',
        modified: '2025-01-02T03:04:05.000+00:00',
      },
    ];
    await importFrom({ records: records(3), datasets });
    expect(await imports.app.db('datasets').first()).toMatchObject({
      provider: 'gbif',
      dataset_key: DATASET,
      title: 'Cod of the composed sea',
      doi: '10.15468/abc123',
      license: 'CC BY-NC',
      intellectual_rights: 'http://creativecommons.org/licenses/by-nc/4.0/legalcode',
    });
  });
});

describe('an incremental import', () => {
  it('asks only for what was interpreted since the last one began, and writes what has changed', async () => {
    const now = () => new Date('2026-01-10T00:00:00Z');
    const first = await serve({ records: records(20) });
    const before = createImportRig(imports.app, first, { now }).runs;
    expect(await before.start({ source: 'gbif', mode: 'incremental' })).toMatchObject({
      state: 'succeeded',
      tally: { inserted: 20 },
    });
    await imports.app.db('importer_runs').update({ created_at: new Date('2026-01-10T00:00:00Z') });
    const touched = { lastInterpreted: '2026-02-01T00:00:00.000+00:00' };
    const changed = records(20).map((fields, n) => {
      if (n < 4) return { ...fields, ...touched };
      return n === 4 ? { ...fields, ...touched, locality: 'Off the pier' } : fields;
    });
    const second = await serve({ records: changed });
    const { runs } = createImportRig(imports.app, second, { now });
    const run = await runs.start({ source: 'gbif', mode: 'incremental' });
    expect(outcomesOf(run)).toMatchObject({ read: 5, unchanged: 4, updated: 1 });
    expect(second.requests[0]?.query.lastInterpreted).toBe('2026-01-07,*');
  });
});

const PASSING: [string, Fault][] = [
  ['a 429 that says when to come back', { kind: 'status', status: 429, retryAfter: '31' }],
  ['a 503', { kind: 'status', status: 503 }],
  ['a 500', { kind: 'status', status: 500 }],
  ['HTML with status 200', { kind: 'html' }],
  ['half a gzip stream', { kind: 'truncated-gzip' }],
  ['the page before once more', { kind: 'repeated-page' }],
];

describe('a fault of GBIF', () => {
  it.each(PASSING)('is waited out: %s', async (_name, fault) => {
    const replay = await serve({ records: records(45) });
    replay.arm({ ...fault, path: SEARCH, nth: [3] });
    const { runs } = createImportRig(imports.app, replay, { pageSize: 10 });
    const run = await runs.start({ source: 'gbif' });
    expect(run).toMatchObject({ state: 'succeeded', error: null });
    expect(outcomesOf(run)).toMatchObject({ read: 45, inserted: 45, repeated: 0 });
  });

  it('that stays ends the run as failed, never as finished, and it can go on', async () => {
    const replay = await serve({ records: records(45) });
    replay.arm({ kind: 'status', status: 500, path: SEARCH, nth: [3, 4, 5, 6, 7, 8] });
    const { runs } = createImportRig(imports.app, replay, { pageSize: 10 });
    const failed = await runs.start({ source: 'gbif' });
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'provider-status' } });
    expect(failed.tally.read).toBe(20);
    replay.arm();
    const done = await runs.start({ source: 'gbif', resume: true });
    expect(done).toMatchObject({ id: failed.id, state: 'succeeded' });
    expect(done.tally).toMatchObject({ read: 45, inserted: 45 });
  });

  it('is told apart from a question it cannot understand', async () => {
    const replay = await serve({ records: records(5) });
    const detail = 'Invalid decimal range: 5-10';
    replay.arm({ kind: 'status', status: 400, body: detail, path: SEARCH });
    const { runs, waits } = createImportRig(imports.app, replay);
    const run = await runs.start({ source: 'gbif' });
    expect(run).toMatchObject({
      state: 'failed',
      error: { detail: expect.stringContaining(detail) },
    });
    expect(waits).toEqual([]);
  });
});

it('notices what GBIF never sent before, and keeps it', async () => {
  const odd = record(1, { plankton: 'yes', issues: ['NEW_ISSUE', 'ZERO_COORDINATE', 7] });
  const { run } = await importFrom({ records: [odd] });
  expect(run.tally.drift).toEqual({ 'field:plankton': 1, 'issue:NEW_ISSUE': 1, 'issue:7': 1 });
  expect(run.tally.flags).toMatchObject({ NEW_ISSUE: 1 });
  // The place is not zero, whatever GBIF says: our own check decides what it can.
  expect(run.tally.flags.ZERO_COORD).toBeUndefined();
});
