import { cods } from '../support/archives';
import { rowVersions } from '../support/import-rig';
import { COD_ALONE } from '../support/replay-server/worms/register';
import { useInbox } from '../support/use-imports';
import { makeZip, type ZipEntry } from '../support/zip';

const FILE = 'cods.zip';
const GONE = ['occurrence-id:c17', 'occurrence-id:c18', 'occurrence-id:c19'];

describe('the file of a dataset', () => {
  const inbox = useInbox(COD_ALONE);
  beforeEach(async () => {
    put(cods(20));
    await importArchive();
  });

  const put = (entries: ZipEntry[]) => inbox.put(FILE, makeZip(entries));
  const importArchive = (options = {}) =>
    inbox.runs().start({ source: 'dwca', parameters: { file: FILE }, ...options });
  const withdrawn = () =>
    inbox.app
      .db('occurrences')
      .whereNotNull('withdrawn_at')
      .orderBy('occurrence_id')
      .pluck('occurrence_id');

  it('withdraws the records that are not in it any more, and takes them up again', async () => {
    put(cods(17));
    const run = await importArchive();
    expect(run).toMatchObject({ state: 'succeeded', tally: { read: 17, withdrawn: 3 } });
    expect(await withdrawn()).toEqual(['c17', 'c18', 'c19']);
    put(cods(20));
    expect(await importArchive()).toMatchObject({ tally: { unchanged: 17, updated: 3 } });
    expect(await withdrawn()).toEqual([]);
  });

  it('asks before it withdraws many, and withdraws them once somebody has said yes', async () => {
    put(cods(5));
    const asked = await importArchive();
    expect(asked).toMatchObject({
      state: 'paused',
      askedWithdrawals: [{ datasetKey: '9f0a-cods', records: 15, stored: 20 }],
    });
    expect(await withdrawn()).toEqual([]);
    const done = await importArchive({ confirmWithdrawals: true });
    expect(done).toMatchObject({ id: asked.id, state: 'succeeded', tally: { withdrawn: 15 } });
  });

  it('withdraws nothing in a dry run, nor when only its first pages were read', async () => {
    put(cods(17));
    await importArchive({ mode: 'dry-run' });
    expect(await withdrawn()).toEqual([]);
    const first = await inbox.runs({ pageSize: 5 }).start({
      ...{ source: 'dwca', parameters: { file: FILE }, maxPages: 1 },
    });
    expect(first).toMatchObject({ state: 'partial', tally: { withdrawn: 0 } });
    expect(await withdrawn()).toEqual([]);
  });

  it('says in a dry run what would be withdrawn, and whether an import would stop to ask', async () => {
    put(cods(17));
    const before = await rowVersions(inbox.app.db);
    expect(await importArchive({ mode: 'dry-run' })).toMatchObject({
      state: 'succeeded',
      tally: { read: 17, unchanged: 17, withdrawn: 3 },
      askedWithdrawals: [],
      withdrawals: [{ datasetKey: '9f0a-cods', records: 3, stored: 20, examples: GONE }],
    });
    put(cods(5));
    expect(await importArchive({ mode: 'dry-run' })).toMatchObject({
      state: 'succeeded',
      tally: { withdrawn: 0 },
      askedWithdrawals: [{ datasetKey: '9f0a-cods', records: 15, stored: 20 }],
      withdrawals: [],
    });
    expect(await rowVersions(inbox.app.db)).toEqual(before);
    put(cods(17));
    expect(await importArchive()).toMatchObject({
      tally: { withdrawn: 3 },
      withdrawals: [{ datasetKey: '9f0a-cods', records: 3, stored: 20, examples: GONE }],
    });
  });

  it('goes on with a dry run without counting twice what would be withdrawn', async () => {
    put(cods(17));
    const stop = new AbortController();
    const dry = { source: 'dwca', mode: 'dry-run' as const, parameters: { file: FILE } };
    const half = await inbox.runs({ mergeBatchSize: 5 }).start({
      ...dry,
      signal: stop.signal,
      onProgress: ({ tally }) => tally.read >= 5 && stop.abort(),
    });
    const run = await inbox.runs({ mergeBatchSize: 5 }).start(dry);
    expect(run).toMatchObject({ id: half.id, state: 'succeeded' });
    expect(run.tally).toMatchObject({ read: 17, withdrawn: 3 });
  });

  it('that was interrupted withdraws all the same, for its rows stand where they stood', async () => {
    put(cods(17));
    const stop = new AbortController();
    const start = { source: 'dwca', parameters: { file: FILE } };
    const half = await inbox.runs({ pageSize: 5 }).start({
      ...start,
      signal: stop.signal,
      onProgress: ({ tally }) => tally.read >= 5 && stop.abort(),
    });
    expect(half).toMatchObject({ state: 'paused', tally: { withdrawn: 0 } });
    const run = await inbox.runs({ pageSize: 5 }).start(start);
    expect(run).toMatchObject({ id: half.id, state: 'succeeded', tally: { read: 17 } });
    expect(await withdrawn()).toEqual(['c17', 'c18', 'c19']);
  });

  it('that was left in the middle is not gone on with once it was read anew', async () => {
    const stop = new AbortController();
    const small = inbox.runs({ pageSize: 2 });
    const half = await small.start({
      ...{ source: 'dwca', parameters: { file: FILE }, signal: stop.signal },
      onProgress: ({ tally }) => tally.read >= 2 && stop.abort(),
    });
    const left = () => inbox.app.db('importer_runs').where({ id: half.id });
    await left().update({ state: 'failed' });
    const later = await importArchive();
    expect(later).toMatchObject({ state: 'succeeded', tally: { unchanged: 20 } });
    // Somebody had resumed it before that ended.
    await left().update({ state: 'queued' });
    expect(await small.execute(half.id, {})).toMatchObject({
      state: 'failed',
      error: { code: 'import-not-resumable', detail: expect.stringContaining(String(later.id)) },
    });
    expect(await withdrawn()).toEqual([]);
  });

  it('keeps a record that another import has brought up to date at that moment', async () => {
    const { db } = inbox.app;
    await db('occurrences').where({ occurrence_id: 'c0' }).update({ content_hash: 'older' });
    // The update finds nothing to do, as it would then.
    await db.raw(`create function as_wanted() returns trigger language plpgsql
                  as $$ begin return null; end $$`);
    await db.raw(`create trigger as_wanted before update on occurrences for each row
                  when (new.withdrawn_at is null) execute function as_wanted()`);
    try {
      expect(await importArchive()).toMatchObject({
        state: 'succeeded',
        tally: { unchanged: 19, updated: 1, withdrawn: 0 },
      });
    } finally {
      await db.raw('drop function as_wanted cascade');
    }
    expect(await withdrawn()).toEqual([]);
  });

  it('leaves the records of other datasets alone, and withdraws nothing by its name alone', async () => {
    const table = (ids: number[]) =>
      `occurrenceID,scientificName,decimalLatitude,decimalLongitude,eventDate\n${ids
        .map((id) => `t${id},Gadus morhua,60,5,2020-05-01\n`)
        .join('')}`;
    const importTable = (ids: number[], datasetKey?: string) => {
      inbox.put('cods.csv', table(ids));
      const parameters = { file: 'cods.csv', ...(datasetKey && { datasetKey }) };
      return inbox.runs().start({ source: 'csv', parameters });
    };
    const ids = Array.from({ length: 12 }, (_, index) => index);
    await importTable(ids);
    expect(await importTable(ids.slice(1))).toMatchObject({ tally: { withdrawn: 0 } });
    await importTable(ids, 'mine');
    expect(await importTable(ids.slice(1), 'mine')).toMatchObject({ tally: { withdrawn: 1 } });
    expect(await withdrawn()).toEqual(['t0']);
  });

  it('is described as far as the database can hold what it says of itself', async () => {
    const odd = cods(20).map((entry) =>
      entry.name === 'eml.xml'
        ? {
            ...entry,
            content: String(entry.content).replace('Cods &amp; others', 'C&amp;#0;d &amp;#55357;s'),
          }
        : entry,
    );
    put(odd);
    expect(await importArchive()).toMatchObject({ state: 'succeeded', error: null });
    expect(await inbox.app.db('datasets')).toMatchObject([{ title: 'C\uFFFDd \uFFFDs' }]);
  });

  it('describes its dataset again when it says something new, and writes nothing otherwise', async () => {
    const before = await rowVersions(inbox.app.db);
    expect(await importArchive()).toMatchObject({ tally: { unchanged: 20 } });
    expect(await rowVersions(inbox.app.db)).toEqual(before);
    const renamed = cods(20).map((entry) =>
      entry.name === 'eml.xml'
        ? { ...entry, content: String(entry.content).replace('Cods &amp; others', 'Cods anew') }
        : entry,
    );
    put(renamed);
    expect(await importArchive()).toMatchObject({ tally: { unchanged: 20 } });
    expect(await inbox.app.db('datasets')).toMatchObject([
      { title: 'Cods anew', license: 'CC BY-NC' },
    ]);
    put(cods(20).filter(({ name }) => name !== 'eml.xml'));
    const nameless = { file: FILE, datasetKey: '9f0a-cods' };
    await inbox.runs().start({ source: 'dwca', parameters: nameless });
    expect(await inbox.app.db('datasets')).toMatchObject([{ title: 'Cods anew' }]);
  });
});
