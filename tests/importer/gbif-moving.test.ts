import { createImportRig } from '../support/import-rig';
import { createGbifProvider } from '../support/replay-server/gbif/provider';
import { createWormsProvider } from '../support/replay-server/worms/provider';
import { useImports } from '../support/use-imports';

const imports = useImports();

const records = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    key: 5_000_000 + n,
    datasetKey: '11111111-1111-4111-8111-111111111111',
    occurrenceID: `composed:${n}`,
    scientificName: 'Gadus morhua Linnaeus, 1758',
    decimalLatitude: 40 + n,
    decimalLongitude: 5,
    year: 1990,
    eventDate: '1990-02',
  }));

describe('an index that moves while it is read', () => {
  /** A record that was read goes before the page at `offset` is asked for, and another is not read. */
  async function importMoving(offset: number) {
    const pool = { records: records(30) };
    const search = createGbifProvider(pool);
    const moving: typeof search = {
      name: 'moving',
      answer(request) {
        const isSearch = request.path === '/v1/occurrence/search';
        const isThere = isSearch && Number(request.query.get('offset')) === offset;
        if (isThere && pool.records.length === 30) pool.records.shift();
        return search.answer(request);
      },
    };
    const replay = await imports.serve(moving, createWormsProvider({ records: [] }));
    // In one page, which cannot move.
    await createImportRig(imports.app, replay).runs.start({ source: 'gbif' });
    return createImportRig(imports.app, replay, { pageSize: 10 }).runs;
  }
  const countWithdrawn = async () =>
    (await imports.app.db('occurrences').whereNotNull('withdrawn_at')).length;

  it('withdraws nothing, and the next run withdraws what is gone', async () => {
    const runs = await importMoving(20);
    const run = await runs.start({ source: 'gbif' });
    expect(run).toMatchObject({ state: 'partial', tally: { read: 29, withdrawn: 0 } });
    expect(run.warnings).toMatchObject([{ code: 'part-moved', isLossy: true, count: 1 }]);
    expect(await countWithdrawn()).toBe(0);
    const quiet = await runs.start({ source: 'gbif' });
    expect(quiet).toMatchObject({ state: 'succeeded', warnings: [], tally: { withdrawn: 1 } });
  });

  it.each([
    ['is noticed by', null, ['part-moved', 'partial']],
    [
      'is not known to one of before counts were kept,',
      '{"parts":[{}],"offset":20}',
      ['withdrawals-not-decided', 'succeeded'],
    ],
  ])('%s a run that goes on', async (_name, cursor, [code, state]) => {
    const runs = await importMoving(20);
    const stop = new AbortController();
    const half = await runs.start({
      source: 'gbif',
      signal: stop.signal,
      onProgress: ({ tally }) => tally.read >= 20 && stop.abort(),
    });
    expect(half).toMatchObject({ state: 'paused', tally: { read: 20 } });
    if (cursor) await imports.app.db('importer_runs').where({ id: half.id }).update({ cursor });
    const done = await runs.start({ source: 'gbif' });
    expect(done).toMatchObject({ id: half.id, state, warnings: [{ code }] });
    expect(await countWithdrawn()).toBe(0);
  });
});
