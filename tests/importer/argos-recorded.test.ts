import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startApp, type TestApp } from '../support/app';
import { idOf, readTable, registerOf, type TableRow } from '../support/darwin-core-tables';
import { createImportRig, forgetImports, outcomesOf } from '../support/import-rig';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';

const folder = process.env.RECORDINGS_DIR;
const withRecordings = folder ? describe : describe.skip;
if (!folder) {
  process.stderr.write(
    'RECORDINGS_DIR is not set: the tests on published Darwin Core tables are skipped.\n',
  );
}

const ARGOS = 'dwca-bas_argos-v1.0.occurrence.tsv';

function countBy<Item>(items: Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

withRecordings('the published table of Argos positions', () => {
  let app: TestApp;
  let replay: ReplayServer;
  let argos: TableRow[];
  let inbox: string;

  beforeAll(async () => {
    argos = readTable(folder ?? '', ARGOS, '\t');
    inbox = mkdtempSync(path.join(os.tmpdir(), 'inbox-'));
    copyFileSync(path.join(folder ?? '', ARGOS), path.join(inbox, ARGOS));
    const records = registerOf(argos);
    replay = await startReplayServer({ providers: [createWormsProvider({ records })] });
    app = await startApp();
  });
  afterAll(async () => {
    await app.stop();
    await replay.close();
    rmSync(inbox, { recursive: true });
  });
  beforeEach(() => forgetImports(app.db));

  const rig = () => createImportRig(app, replay, { inbox, mergeBatchSize: 1000 });

  it('takes all 53,176 Argos positions, each as itself', async () => {
    const { runs } = rig();
    const startedMs = Date.now();
    const run = await runs.start({ source: 'dwca', parameters: { file: ARGOS } });
    process.stderr.write(`53,176 positions in ${Date.now() - startedMs} ms\n`);
    expect(argos).toHaveLength(53_176);
    expect(run).toMatchObject({ state: 'succeeded', expected: 53_176, error: null, warnings: [] });
    expect(outcomesOf(run)).toEqual({
      read: argos.length,
      inserted: argos.length,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      repeated: 0,
    });
    // No depth is given anywhere, and nothing else is wrong with them.
    expect(run.tally.flags).toEqual({ NO_DEPTH: argos.length });
    expect(run.tally.drift).toEqual({});

    const rows = await app
      .db('occurrences')
      .select('provider_record_id', 'scientific_name', 'aphia_id', 'catalog_number', 'event_date')
      .select('decimal_longitude', 'decimal_latitude', 'record_key', 'dataset_key', 'sex');
    const summaryOf = (cells: unknown[]) => cells.map(String).join('|');
    const stored = rows.map((row: Record<string, unknown>) =>
      summaryOf([
        row.provider_record_id,
        row.scientific_name,
        row.aphia_id,
        row.catalog_number,
        row.event_date,
        row.decimal_longitude,
        row.decimal_latitude,
        row.sex ?? '',
      ]),
    );
    const sent = argos.map((row) =>
      summaryOf([
        row.id,
        row.scientificName,
        idOf(row),
        row.catalogNumber,
        row.eventDate,
        Number(row.decimalLongitude),
        Number(row.decimalLatitude),
        row.sex?.trim(),
      ]),
    );
    const hashOf = (lines: string[]) =>
      createHash('sha256').update(lines.sort().join('\n')).digest('hex');
    expect(hashOf(stored)).toBe(hashOf(sent));

    // 114 catalogue numbers are used twice: both rows of each stand a rung lower, all others do not.
    const used = countBy(argos, ({ catalogNumber = '' }) => catalogNumber);
    const twice = [...used].filter(([, count]) => count === 2);
    expect(twice).toHaveLength(114);
    const keys = rows.map((row: { record_key: string }) => row.record_key);
    const rungs = countBy(keys, (key: string) => key.slice(0, key.indexOf(':')));
    expect(Object.fromEntries(rungs)).toEqual({
      triplet: argos.length - 2 * 114,
      'triplet-when-where': 2 * 114,
    });
    expect(new Set(rows.map((row: { dataset_key: string }) => row.dataset_key))).toEqual(
      new Set(['bas_argos']),
    );
  }, 180_000);
});
