import { startApp, type TestApp } from '../support/app';
import { createImportRig, forgetImports, outcomesOf, rowVersions } from '../support/import-rig';
import type { ObisFields } from '../support/replay-server/obis/pool';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { readObisRecordings } from '../support/replay-server/obis/recordings';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';

const folder = process.env.RECORDINGS_DIR;
const withRecordings = folder ? describe : describe.skip;
if (!folder) {
  process.stderr.write(
    'RECORDINGS_DIR is not set: the tests on recorded OBIS answers are skipped.\n',
  );
}

const GADUS_AND_MOLA = { source: 'obis', parameters: { taxonIds: [127405, 126436] } };

withRecordings('recorded OBIS answers', () => {
  let app: TestApp;
  let replay: ReplayServer;
  let recorded: ObisFields[];

  beforeAll(async () => {
    const { records, all } = readObisRecordings(folder ?? '');
    recorded = all;
    replay = await startReplayServer({ providers: [createObisProvider(records)] });
    app = await startApp();
  });
  afterAll(async () => {
    await app.stop();
    await replay.close();
  });
  beforeEach(() => forgetImports(app.db));

  it('stores every record of two species, and the sums add up', async () => {
    const { runs } = createImportRig(app, replay, { pageSize: 30 });
    const run = await runs.start(GADUS_AND_MOLA);
    const expected = recorded.filter(({ aphiaID }) => aphiaID === 127405 || aphiaID === 126436);
    expect(expected.length).toBeGreaterThanOrEqual(100);
    expect(run).toMatchObject({ state: 'succeeded', expected: expected.length, error: null });
    expect(outcomesOf(run)).toEqual({
      read: expected.length,
      inserted: expected.length,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      repeated: 0,
    });
    const rows = await app.db('occurrences').select('provider_record_id');
    const stored = rows.map((row: { provider_record_id: string }) => row.provider_record_id);
    expect(stored.sort()).toEqual(expected.map(({ id }) => id).sort());
  });

  it('writes nothing the second time', async () => {
    const { runs } = createImportRig(app, replay, { pageSize: 40 });
    const first = await runs.start(GADUS_AND_MOLA);
    const before = await rowVersions(app.db);
    const second = await runs.start(GADUS_AND_MOLA);
    expect(outcomesOf(second)).toEqual({
      ...outcomesOf(first),
      inserted: 0,
      unchanged: first.tally.read,
    });
    expect(await rowVersions(app.db)).toEqual(before);
  });

  it('takes all recorded records, whatever their year, and agrees with the flags of OBIS', async () => {
    const { runs } = createImportRig(app, replay, { pageSize: 64 });
    const run = await runs.start({ source: 'obis' });
    expect(outcomesOf(run)).toMatchObject({ read: recorded.length, inserted: recorded.length });
    const rows = await app.db('occurrences').select('provider_record_id', 'flags');
    const ours = new Map(
      rows.map((row: { provider_record_id: string; flags: string }) => [
        row.provider_record_id,
        JSON.parse(row.flags) as string[],
      ]),
    );
    const shared = ['ON_LAND', 'MARINE_UNSURE', 'MIN_DEPTH_EXCEEDS_MAX', 'NO_ACCEPTED_NAME'];
    for (const { id, flags } of recorded) {
      const theirs = ((flags ?? []) as string[]).filter((flag) => shared.includes(flag));
      expect(ours.get(String(id))?.filter((flag) => shared.includes(flag))).toEqual(theirs.sort());
    }
  });

  it('keeps what was sent, number for number and text for text', async () => {
    const { runs } = createImportRig(app, replay);
    await runs.start(GADUS_AND_MOLA);
    const rows = await app.db('occurrences').select('provider_record_id', 'raw');
    const sent = new Map(recorded.map((fields) => [fields.id, fields]));
    for (const row of rows as { provider_record_id: string; raw: string }[]) {
      expect(JSON.parse(row.raw)).toEqual(sent.get(row.provider_record_id));
    }
  });

  it('says who asks, packs answers, and asks one thing at a time', async () => {
    const { runs } = createImportRig(app, replay, { pageSize: 25 });
    replay.requests.length = 0;
    await runs.start(GADUS_AND_MOLA);
    expect(replay.requests.length).toBeGreaterThan(4);
    for (const { headers, open } of replay.requests) {
      expect(headers['user-agent']).toBe('Shoal/test (+https://example.org/tests)');
      expect(headers['accept-encoding']).toContain('gzip');
      expect(open).toBe(1);
    }
    const counted = replay.requests
      .filter(({ path }) => path === '/v3/occurrence')
      .map(({ query }) => [query.after ?? null, query.total ?? null]);
    expect(counted[0]).toEqual([null, null]);
    expect(counted.slice(1).every(([after, total]) => after !== null && total === 'false')).toBe(
      true,
    );
  });
});
