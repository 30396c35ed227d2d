import { startApp, type TestApp } from '../support/app';
import {
  createImportRig,
  finalRows,
  forgetImports,
  outcomesOf,
  rowVersions,
} from '../support/import-rig';
import { readObisFixture } from '../support/replay-server/obis/fixtures';
import { createObisPool, type ObisFields } from '../support/replay-server/obis/pool';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';

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

async function serve(occurrences: unknown[], datasets: ObisFields[] = []): Promise<ReplayServer> {
  const provider = createObisProvider(createObisPool(occurrences, datasets));
  const replay = await startReplayServer({ providers: [provider] });
  replays.push(replay);
  return replay;
}

async function importAll(occurrences: unknown[], datasets: ObisFields[] = [], pageSize = 3) {
  const { runs } = createImportRig(app, await serve(occurrences, datasets), { pageSize });
  return runs.start({ source: 'obis' });
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
    const rejected = await app.db('importer_rejected').orderBy('ordinal');
    expect(rejected.map(({ ordinal, reasons }) => [Number(ordinal), reasons])).toEqual([
      [15, ['NO_COORD']],
      [16, ['NO_COORD', 'COORDINATE_INVALID']],
      [17, ['NO_COORD', 'LON_OUT_OF_RANGE']],
      [18, ['NO_DATASET']],
      [19, ['NO_NAME']],
      [20, ['NAME_TOO_LONG']],
    ]);
    expect(JSON.parse(rejected[1].source_line as string)).toMatchObject({
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

describe('identity', () => {
  const { occurrences, datasets } = readObisFixture('ladder').fixture;
  const renumbered = (order: number[]) =>
    order.map((from, to) => ({
      ...(occurrences[from] as ObisFields),
      id: `0000000${to + 1}-9999-4000-8000-000000000000`,
    }));
  const keys = async () => {
    const rows = await app.db('occurrences').orderBy(['dataset_key', 'record_key']);
    return rows.map(({ record_key: key }: { record_key: string }) =>
      key.slice(0, key.indexOf(':')),
    );
  };

  it('tells records apart that share a catalogue number or an occurrenceID', async () => {
    const run = await importAll(occurrences, datasets, 2);
    expect(outcomesOf(run)).toMatchObject({ read: 8, inserted: 7, repeated: 1 });
    expect((await keys()).sort()).toEqual(
      [
        'content',
        'content',
        'content',
        'triplet',
        'triplet',
        'triplet-when-where',
        'triplet-when-where',
      ].sort(),
    );
  });

  it.each([1, 2, 8])('writes nothing the second time, in pages of %i', async (pageSize) => {
    const replay = await serve(occurrences, datasets);
    const { runs } = createImportRig(app, replay, { pageSize });
    await runs.start({ source: 'obis' });
    const before = await rowVersions(app.db);
    const second = await runs.start({ source: 'obis' });
    expect(outcomesOf(second)).toMatchObject({
      unchanged: 7,
      repeated: 1,
      inserted: 0,
      updated: 0,
    });
    expect(await rowVersions(app.db)).toEqual(before);
  });

  it('comes to the same keys in whatever order the records come', async () => {
    const identity = async () => {
      const rows = await app
        .db('occurrences')
        .select('dataset_key', 'record_key', 'event_date', 'decimal_latitude')
        .orderBy(['dataset_key', 'record_key']);
      return rows as unknown[];
    };
    await importAll(renumbered([0, 1, 2, 3, 4, 5, 6, 7]), datasets, 2);
    const forward = await identity();
    for (const order of [
      [7, 6, 5, 4, 3, 2, 1, 0],
      [2, 5, 0, 7, 1, 4, 3, 6],
    ]) {
      // On top of the rows of the order before, as when OBIS gives a dataset new ids.
      const run = await importAll(renumbered(order), datasets, 2);
      expect(outcomesOf(run)).toMatchObject({ inserted: 0, repeated: 1 });
      expect(await identity()).toEqual(forward);
      await forgetImports(app.db);
      await importAll(renumbered(order), datasets, 3);
      expect(await identity()).toEqual(forward);
    }
  });

  it('updates a corrected record in place and brings a withdrawn one back', async () => {
    const [first, second, ...others] = occurrences as ObisFields[];
    await importAll(occurrences, datasets);
    const before = await app.db('occurrences').orderBy('id');
    await app
      .db('occurrences')
      .where({ provider_record_id: second?.id })
      .update({
        withdrawn_at: new Date('2026-01-01'),
      });
    const run = await importAll([{ ...first, sex: 'female' }, second, ...others], datasets);
    expect(outcomesOf(run)).toMatchObject({ updated: 2, unchanged: 5, inserted: 0 });
    const after = await app.db('occurrences').orderBy('id');
    expect(after.map(({ document_id: id }) => id)).toEqual(before.map(({ document_id: id }) => id));
    expect(after.filter(({ sex }) => sex === 'female')).toHaveLength(1);
    expect(after.every(({ withdrawn_at: at }) => at === null)).toBe(true);
  });

  it('describes datasets and names taxa once, without waiting for those OBIS does not describe', async () => {
    await importAll(occurrences, datasets);
    const described = await app.db('datasets').orderBy('dataset_key');
    expect(described).toMatchObject([
      {
        title: 'Composed tracks',
        doi: '10.5555/composed.1',
        license: 'CC BY-NC',
        citation: 'Composed (2025)',
      },
      { title: null, accessed_at: null },
    ]);
    const taxa = await app.db('taxa').orderBy('aphia_id');
    expect(taxa.map((taxon) => taxon.aphia_id)).toEqual([126436, 127405]);
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
