import { createJsonClient } from '../../src/lib/http-client/get-json';
import { createPacedLine } from '../../src/lib/http-client/paced-line';
import { decideMatch } from '../../src/plugins/importer/server/domain/name-match';
import { readWormsRecord } from '../../src/plugins/importer/server/domain/worms-record';
import { createWormsClient } from '../../src/plugins/importer/server/sources/worms/client';
import { createRecordedProvider, readInteractions } from '../support/replay-server/recorded';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';

const folder = process.env.RECORDINGS_DIR;
const withRecordings = folder ? describe : describe.skip;
if (!folder) {
  process.stderr.write(
    'RECORDINGS_DIR is not set: the tests on recorded WoRMS answers are skipped.\n',
  );
}

const FILE = 'worms-rest.json';
const signal = new AbortController().signal;

withRecordings('recorded WoRMS answers', () => {
  let replay: ReplayServer;

  beforeAll(async () => {
    const interactions = readInteractions(folder ?? '', FILE).map((interaction) => ({
      ...interaction,
      // Recorded for names of the sea only; we ask for all and decide ourselves.
      url: interaction.url.replace(
        /marine_only=true&(.*MatchNames|scientific.*)/,
        '$1&marine_only=false',
      ),
    }));
    replay = await startReplayServer({ providers: [createRecordedProvider(interactions)] });
  });
  afterAll(() => replay.close());

  const client = () =>
    createWormsClient({
      baseUrl: `${replay.url}/rest`,
      http: createJsonClient({ userAgent: 'test', timeoutMs: 2000, maxBytes: 1e7, now: Date.now }),
      line: createPacedLine({ minIntervalMs: 0, now: Date.now, sleep: () => Promise.resolve() }),
      policy: {
        attempts: 1,
        firstDelayMs: 1,
        longestDelayMs: 1,
        random: () => 0,
        sleep: () => Promise.resolve(),
      },
    });

  it('reads two records by their ids', async () => {
    const records = await client().recordsByIds([105706, 126436], signal);
    expect(records).toMatchObject([
      { aphiaId: 105706, scientificName: 'Rhincodontidae', rank: 'Family', parentAphiaId: 10208 },
      { aphiaId: 126436, scientificName: 'Gadus morhua', validAphiaId: 126436, isMarine: true },
    ]);
  });

  it('takes a 204 for "there is no such id", not for a failure', async () => {
    expect(await client().recordsByIds([44444], signal)).toEqual([]);
  });

  it('matches a synonym and knows its accepted name', async () => {
    const [matches = []] = await client().matchNames(['Coryphaena immaculata'], signal);
    expect(decideMatch(matches)).toEqual({ outcome: 'matched', aphiaId: 302815 });
    expect(matches[0]).toMatchObject({ status: 'unaccepted', validAphiaId: 126846 });
  });

  it('reads what people call a family, in six languages', async () => {
    const found = await client().vernaculars(105706, signal);
    expect(found).toHaveLength(7);
    expect(found).toContainEqual({ name: 'whale shark', language: 'eng' });
  });

  it('reads every record of all 47 calls, and five say that there is nothing', () => {
    const interactions = readInteractions(folder ?? '', FILE);
    expect(interactions).toHaveLength(47);
    expect(interactions.filter(({ status }) => status === 204)).toHaveLength(5);
    const lists = interactions.flatMap(({ body }) =>
      Array.isArray(body) ? (body as unknown[]) : [],
    );
    const records = lists.flat().filter((item) => readWormsRecord(item) !== null);
    const sent = lists.flat().filter((item) => Object(item) === item && 'lsid' in (item as object));
    expect(sent.length).toBeGreaterThan(100);
    expect(records.length).toBe(sent.length);
  });
});
