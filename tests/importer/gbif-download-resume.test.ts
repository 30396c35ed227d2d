import { startApp, type TestApp } from '../support/app';
import { createImportRig, forgetImports } from '../support/import-rig';
import { createGbifDownloads } from '../support/replay-server/gbif/downloads';
import { createGbifProvider } from '../support/replay-server/gbif/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';

const DATASET = '7b5d6a48-f762-11e1-a439-00145eb45e9a';
const account = { user: 'shoal', password: 'of the sea' };
const start = {
  ...{ source: 'gbif', mode: 'full' as const },
  parameters: { datasetKeys: [DATASET], via: 'download' },
};

const recordsUpTo = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...{ gbifID: String(1000 + index), datasetKey: DATASET, occurrenceID: `o${index}` },
    ...{ scientificName: 'Gadus morhua Linnaeus, 1758', eventDate: '2020-05-01' },
    ...{ decimalLatitude: 60.5, decimalLongitude: 5.25 },
  }));

describe('what GBIF has no more when a download is read', () => {
  let app: TestApp;
  let replay: ReplayServer;
  let found = recordsUpTo(20);
  const downloads = createGbifDownloads(() => found);

  beforeAll(async () => {
    replay = await startReplayServer({
      providers: [
        downloads.provider,
        createGbifProvider({ records: [] }),
        createWormsProvider({ records: [] }),
      ],
    });
    app = await startApp();
  });
  afterAll(async () => {
    await app.stop();
    await replay.close();
  });
  beforeEach(async () => {
    await forgetImports(app.db);
    found = recordsUpTo(20);
    downloads.forget();
    await rig().start(start);
    found = recordsUpTo(18);
    downloads.forget();
  });

  const rig = () => createImportRig(app, replay, { account, mergeBatchSize: 5 }).runs;

  it('is withdrawn', async () => {
    expect(await rig().start(start)).toMatchObject({
      state: 'succeeded',
      tally: { read: 18, unchanged: 18, withdrawn: 2 },
    });
  });

  it('is withdrawn when the run was interrupted, too: the rows of a download stand still', async () => {
    const stop = new AbortController();
    const half = await rig().start({
      ...start,
      signal: stop.signal,
      onProgress: ({ tally }) => tally.read >= 5 && stop.abort(),
    });
    expect(half).toMatchObject({ state: 'paused', tally: { withdrawn: 0 } });
    const run = await rig().start(start);
    expect(run).toMatchObject({ id: half.id, state: 'succeeded' });
    expect(run.tally).toMatchObject({ read: 18, withdrawn: 2 });
    expect(run.warnings.map(({ code }) => code)).toEqual(['citation']);
    expect(downloads.counts()).toEqual({ asked: 1, made: 1 });
  });
});
