import { createImportRig, finalRows, forgetImports, outcomesOf } from '../support/import-rig';
import { listed, REEF, sightings, SURVEY } from '../support/obis-datasets';
import type { ReplayProvider } from '../support/replay-server/exchange';
import type { Fault } from '../support/replay-server/faults';
import { createGbifProvider } from '../support/replay-server/gbif/provider';
import { createObisPool } from '../support/replay-server/obis/pool';
import { createObisProvider } from '../support/replay-server/obis/provider';
import type { ReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';
import { REGISTER } from '../support/replay-server/worms/register';
import { useImports } from '../support/use-imports';

/** Of either provider: pages of ten, the last one short. */
const RECORDS = 45;
const GBIF_DATASET = '11111111-1111-4111-8111-111111111111';

const ofObis = createObisProvider(
  createObisPool(
    [...sightings(REEF, 25), ...sightings(SURVEY, 20)],
    [listed(REEF), listed(SURVEY)],
  ),
);
const ofGbif = createGbifProvider({
  records: Array.from({ length: RECORDS }, (_, n) => ({
    key: n,
    datasetKey: GBIF_DATASET,
    occurrenceID: `composed:${n}`,
    scientificName: 'Gadus morhua',
    decimalLatitude: 60,
    decimalLongitude: 4,
    issues: [],
  })),
  datasets: [{ key: GBIF_DATASET, title: 'Composed' }],
});

interface Way {
  source: string;
  mode: 'full' | 'incremental';
  path: string;
  provider: ReplayProvider;
}

const WAYS: [string, Way][] = [
  ['OBIS whole', { source: 'obis', mode: 'full', path: '/v3/occurrence', provider: ofObis }],
  [
    'OBIS by dataset',
    { source: 'obis', mode: 'incremental', path: '/v3/occurrence', provider: ofObis },
  ],
  ['GBIF', { source: 'gbif', mode: 'full', path: '/v1/occurrence/search', provider: ofGbif }],
];

const imports = useImports();

const serve = (provider: ReplayProvider): Promise<ReplayServer> =>
  imports.serve(provider, createWormsProvider({ records: REGISTER }));

/** An import of one way, with these faults from some request on or at some requests. */
async function importBy({ source, mode, provider, path }: Way, ...faults: Fault[]) {
  const replay = await serve(provider);
  replay.arm(...faults.map((fault) => ({ ...fault, path })));
  const { runs, waits } = createImportRig(imports.app, replay, { pageSize: 10 });
  const run = await runs.start({ source, mode });
  return { run, waits, replay, again: () => runs.start({ source, mode, resume: true }) };
}

const undisturbed = new Map<string, unknown[]>();
/** What the same import leaves when nothing goes wrong. */
async function expectWhole(way: Way): Promise<void> {
  const rows = await finalRows(imports.app.db);
  if (!undisturbed.has(way.source)) {
    await forgetImports(imports.app.db);
    expect((await importBy(way)).run.state).toBe('succeeded');
    undisturbed.set(way.source, await finalRows(imports.app.db));
  }
  expect(rows).toHaveLength(RECORDS);
  expect(rows).toEqual(undisturbed.get(way.source));
}

const at = (...nth: number[]) => ({ nth });
const LASTS = { nth: Array.from({ length: 60 }, (_, index) => index + 3) };

const PASSING: [string, Fault[]][] = [
  [
    'a burst of 429',
    [
      { kind: 'status', status: 429, retryAfter: '31', ...at(2, 3) },
      { kind: 'status', status: 429, retryAfter: '3', ...at(4, 5) },
    ],
  ],
  ['half a gzip stream', [{ kind: 'truncated-gzip', ...at(2, 3) }]],
  ['HTML for JSON', [{ kind: 'html', ...at(1, 3) }]],
  ['the page before once more', [{ kind: 'repeated-page', ...at(3) }]],
  [
    'a storm of 5xx',
    [502, 503, 500, 504].map((status, n) => ({ kind: 'status', status, ...at(2 + n) })),
  ],
  ['an error as text and nothing else', [{ kind: 'error-in-answer', error: 'down', ...at(3) }]],
  ['an error as list and nothing else', [{ kind: 'error-in-answer', error: ['a', 'b'], ...at(3) }]],
];

const LASTING: [string, Fault][] = [
  ['429', { kind: 'status', status: 429, retryAfter: '1' }],
  ['half gzip streams', { kind: 'truncated-gzip' }],
  ['HTML for JSON', { kind: 'html' }],
  ['the same page for ever', { kind: 'repeated-page' }],
  ['5xx', { kind: 'status', status: 503 }],
  ['an error as text and nothing else', { kind: 'error-in-answer', error: 'down' }],
  ['an error as list and nothing else', { kind: 'error-in-answer', error: ['a', 'b'] }],
];

describe.each(WAYS)('%s', (_name, way) => {
  it.each(PASSING)('waits out %s', async (_fault, faults) => {
    const { run } = await importBy(way, ...faults);
    expect(run).toMatchObject({ state: 'succeeded', error: null, tally: { withdrawn: 0 } });
    expect(outcomesOf(run)).toMatchObject({ read: RECORDS, inserted: RECORDS, repeated: 0 });
    await expectWhole(way);
  });

  it.each(LASTING)(
    'fails by %s, keeps what it had, and goes on from there',
    async (_fault, fault) => {
      const { run, again, replay } = await importBy(way, { ...fault, ...LASTS });
      expect(run.state).toBe('failed');
      expect(run.error?.detail).toMatch(/OBIS|GBIF/);
      expect(run.tally).toMatchObject({ read: 20, inserted: 20, withdrawn: 0 });
      replay.arm();
      expect(await again()).toMatchObject({ id: run.id, state: 'succeeded' });
      await expectWhole(way);
    },
  );

  it.each(['odd', ['odd', 'odder']])(
    'is partial by records that come with an error: %j',
    async (error) => {
      const { run } = await importBy(way, {
        kind: 'error-in-answer',
        error,
        keepResults: true,
        ...at(2),
      });
      expect(run.state).toBe('partial');
      expect(new Set(run.warnings.map(({ code }) => code))).toEqual(new Set(['provider-error']));
      expect(run.tally).toMatchObject({ read: RECORDS, inserted: RECORDS, withdrawn: 0 });
    },
  );

  it('fails when its place in the answers never moves', async () => {
    const standing: ReplayProvider = {
      name: 'standing',
      answer(request) {
        const query = new URLSearchParams(request.query);
        for (const name of ['after', 'offset']) query.delete(name);
        return way.provider.answer({ ...request, query });
      },
    };
    const { run } = await importBy({ ...way, provider: standing });
    expect(run.state).toBe('failed');
    expect(run.tally.read).toBe(10);
  });

  it('reads everything though it is given smaller pages than it asks for', async () => {
    const stingy: ReplayProvider = {
      name: 'stingy',
      answer(request) {
        const query = new URLSearchParams(request.query);
        for (const name of ['size', 'limit']) if (Number(query.get(name)) > 3) query.set(name, '3');
        return way.provider.answer({ ...request, query });
      },
    };
    const { run } = await importBy({ ...way, provider: stingy });
    expect(run.state).toBe('succeeded');
    expect(outcomesOf(run)).toMatchObject({ read: RECORDS, inserted: RECORDS, repeated: 0 });
    await expectWhole(way);
  });
});

describe('a dataset that disappears', () => {
  it.each([
    ['obis', 'incremental', ofObis, createObisProvider(createObisPool([], []))],
    ['obis', 'full', ofObis, createObisProvider(createObisPool([], []))],
    ['gbif', 'full', ofGbif, createGbifProvider({ records: [] })],
  ] as const)(
    'of %s, read %s, is asked about, and nothing of it is withdrawn',
    async (...given) => {
      const [source, mode, before, after] = given;
      await importBy({ source, mode, provider: before, path: '/' });
      const { run } = await importBy({ source, mode, provider: after, path: '/' });
      expect(run).toMatchObject({ state: 'paused', tally: { read: 0, withdrawn: 0 } });
      expect(run.askedWithdrawals.reduce((sum, { records }) => sum + records, 0)).toBe(RECORDS);
      expect(await imports.app.db('occurrences').whereNotNull('withdrawn_at')).toEqual([]);
    },
  );
});

describe('what GBIF has taken back', () => {
  const without = (...keys: number[]) =>
    createGbifProvider({
      records: Array.from({ length: RECORDS }, (_, n) => ({
        key: n,
        datasetKey: GBIF_DATASET,
        occurrenceID: `composed:${n}`,
        scientificName: 'Gadus morhua',
        decimalLatitude: 60,
        decimalLongitude: 4,
        issues: [],
        lastInterpreted: '2030-01-01T00:00:00.000+00:00',
      })).filter(({ key }) => !keys.includes(key)),
    });
  const run = async (provider: ReplayProvider, mode: 'full' | 'incremental', parameters = {}) =>
    createImportRig(imports.app, await serve(provider)).runs.start({
      source: 'gbif',
      mode,
      parameters,
    });

  it('is withdrawn by a full import, and by no other', async () => {
    await run(without(), 'full');
    expect(await run(without(7), 'incremental')).toMatchObject({ tally: { withdrawn: 0 } });
    const elsewhere = { bbox: [100, 0, 120, 10] };
    expect(await run(without(7), 'full', elsewhere)).toMatchObject({ tally: { withdrawn: 0 } });
    expect(await run(without(7), 'full')).toMatchObject({
      state: 'succeeded',
      tally: { withdrawn: 1 },
    });
    expect(
      await imports.app.db('occurrences').whereNotNull('withdrawn_at').pluck('occurrence_id'),
    ).toEqual(['composed:7']);
    expect(await run(without(), 'full')).toMatchObject({ tally: { updated: 1, withdrawn: 0 } });
    expect(await imports.app.db('occurrences').whereNotNull('withdrawn_at')).toEqual([]);
  });
});
