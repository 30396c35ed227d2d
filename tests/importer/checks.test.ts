import { startApp, type TestApp } from '../support/app';
import {
  createImportRig,
  createImportStage,
  finalRows,
  forgetImports,
  outcomesOf,
} from '../support/import-rig';
import { readObisFixture } from '../support/replay-server/obis/fixtures';
import type { ObisFields } from '../support/replay-server/obis/pool';

let app: TestApp;
const stage = createImportStage();
const { serve } = stage;
const importAll = (occurrences: unknown[], datasets?: ObisFields[], pageSize?: number) =>
  stage.importAll(app, occurrences, datasets, pageSize);

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());
beforeEach(() => forgetImports(app.db));
afterEach(() => stage.close());

interface RejectedRow {
  ordinal: string;
  reasons: string[];
  source_line: string;
}

interface StoredRow {
  provider_record_id: string;
  flags: string[];
  absence: boolean;
  dropped: boolean;
  [column: string]: unknown;
}

async function storedById(): Promise<Map<string, StoredRow>> {
  const { rows } = await app.db.raw<{ rows: (StoredRow & { flags: string })[] }>(
    `select *, cast(event_date_start as text) as starts, cast(event_date_end as text) as ends
       from occurrences`,
  );
  return new Map(
    rows.map((row) => [
      row.provider_record_id.slice(6, 8),
      { ...row, flags: JSON.parse(row.flags as unknown as string) as string[] },
    ]),
  );
}

describe('the checks', () => {
  const { occurrences, datasets } = readObisFixture('oddities').fixture;

  it('store what can be stored with its flags, and keep the rest with its reasons', async () => {
    const run = await importAll(occurrences, datasets);
    expect(run.state).toBe('succeeded');
    expect(outcomesOf(run)).toEqual({
      read: 20,
      inserted: 14,
      updated: 0,
      unchanged: 0,
      rejected: 6,
      repeated: 0,
    });
    expect(run.tally.reasons).toEqual({
      NO_COORD: 3,
      COORDINATE_INVALID: 1,
      LON_OUT_OF_RANGE: 1,
      NO_DATASET: 1,
      NO_NAME: 1,
      NAME_TOO_LONG: 1,
    });
    const rejected = await app.db<RejectedRow>('importer_rejected').orderBy('ordinal');
    expect(rejected.map(({ ordinal, reasons }) => [Number(ordinal), reasons])).toEqual([
      [15, ['NO_COORD']],
      [16, ['NO_COORD', 'COORDINATE_INVALID']],
      [17, ['NO_COORD', 'LON_OUT_OF_RANGE']],
      [18, ['NO_DATASET']],
      [19, ['NO_NAME']],
      [20, ['NAME_TOO_LONG']],
    ]);
    expect(JSON.parse(rejected[1]?.source_line ?? '')).toMatchObject({
      decimalLatitude: 'north',
    });
  });

  it('read depth, place and presence as they are', async () => {
    await importAll(occurrences, datasets);
    const stored = await storedById();
    expect(stored.get('01')).toMatchObject({ minimum_depth_in_meters: 0, flags: [] });
    expect(stored.get('02')).toMatchObject({
      decimal_latitude: 61.5,
      minimum_depth_in_meters: 12.5,
      maximum_depth_in_meters: null,
      individual_count: '0',
      absence: true,
      dropped: false,
    });
    expect(stored.get('03')).toMatchObject({
      minimum_depth_in_meters: 50,
      maximum_depth_in_meters: 10,
      flags: ['MIN_DEPTH_EXCEEDS_MAX', 'ON_LAND'],
      dropped: false,
    });
    expect(stored.get('04')).toMatchObject({ dropped: true, minimum_depth_in_meters: -3 });
    expect(stored.get('04')?.flags).toEqual(['DEPTH_UNLIKELY', 'ZERO_COORD']);
    expect(stored.get('05')).toMatchObject({ dropped: true, absence: true });
    expect(stored.get('05')?.flags).toEqual(['NO_DEPTH', 'NO_MATCH_YET', 'ON_LAND']);
    expect(stored.get('13')).toMatchObject({ aphia_id: 840626, matched_aphia_id: 109951 });
    expect(stored.get('14')).toMatchObject({ dropped: true, aphia_id: null });
  });

  it('read dates as ranges, keep their text, and accept none', async () => {
    await importAll(occurrences, datasets);
    const stored = await storedById();
    expect(stored.get('06')).toMatchObject({ event_date: null, starts: null });
    expect(stored.get('06')?.flags).toEqual(['NO_DEPTH']);
    expect(stored.get('07')).toMatchObject({
      event_date: '2012-05-25/2012-06-02',
      event_date_precision: 'interval',
      starts: '2012-05-25 00:00:00',
      ends: '2012-06-02 23:59:59.999',
    });
    expect(stored.get('08')).toMatchObject({ event_date: 'about spring', starts: null });
    expect(stored.get('08')?.flags).toContain('RECORDED_DATE_INVALID');
    expect(stored.get('09')?.flags).toContain('DATE_BEFORE_MIN');
    expect(stored.get('10')?.flags).toContain('DATE_IN_FUTURE');
  });

  it('lose no record to what PostgreSQL cannot hold', async () => {
    const run = await importAll(occurrences, datasets);
    const stored = await storedById();
    expect(stored.get('11')).toMatchObject({
      locality: 'before\uFFFDafter',
      recorded_by: 'half \uFFFD pair',
    });
    expect(stored.get('12')?.record_key).toMatch(/^occurrence-id:sha256:[0-9a-f]{64}$/);
    expect(run.tally.drift).toEqual({
      'flag:NO_MATCH_YET': 1,
      'field:newTerm': 1,
      'value:unstorable-character': 1,
    });
  });

  it('keep what is no record at all', async () => {
    const run = await importAll(['a text', null, [1, 2], ...occurrences.slice(0, 1)], datasets, 10);
    expect(outcomesOf(run)).toMatchObject({ read: 4, inserted: 1, rejected: 3 });
    expect(run.tally.reasons).toEqual({ NOT_A_RECORD: 3 });
  });
});

it('gives the same rows in pages and slices of any size', async () => {
  const { occurrences, datasets } = readObisFixture('oddities').fixture;
  const replay = await serve(occurrences, datasets);
  const results: unknown[] = [];
  for (const [pageSize, mergeBatchSize] of [
    [1, 100],
    [7, 2],
    [100, 100],
  ]) {
    await forgetImports(app.db);
    const { runs } = createImportRig(app, replay, { pageSize, mergeBatchSize });
    await runs.start({ source: 'obis' });
    results.push(await finalRows(app.db));
  }
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
});
