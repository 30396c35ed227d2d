import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import knex, { type Knex } from 'knex';
import { createRandom, type Random } from '../../src/lib/random';
import {
  finalRows,
  forgetImports,
  linkRows,
  referenceRows,
  rowVersions,
} from '../support/import-rig';
import { createImporterAlone } from '../support/importer-alone';
import { createGbifDownloads } from '../support/replay-server/gbif/downloads';
import { createGbifProvider } from '../support/replay-server/gbif/provider';
import { createObisProvider, type ObisRecords } from '../support/replay-server/obis/provider';
import { startReplayServer, type ReplayServer } from '../support/replay-server/server';
import { createWormsProvider } from '../support/replay-server/worms/provider';
import {
  archiveStart,
  downloadStart,
  gbifDatasets,
  gbifRecords,
  obisStates,
  putArchive,
  SCENES,
  type Scene,
} from './import-kill-scenes';
import { type Errand, VICTIM_PAGES } from './import-victim';

/*
 * Proves that an import may die at any moment: a process that imports is killed with SIGKILL at every
 * named point and at random moments, started again each time, and must leave the rows of an import that
 * nobody disturbed; the same import again must then write none.
 *   DATABASE_URL=<scratch database that was migrated; its species data are emptied> \
 *   npm run prove:import-kill -- --kills 30
 */
const ROOT = path.resolve(__dirname, '..', '..');
const HOOK = path.join('tests', 'support', 'typescript-hook.cjs');
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '30' },
    records: { type: 'string', default: '300' },
    scene: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});

interface Stage {
  db: Knex;
  replay: ReplayServer;
  inbox: string;
  /** What OBIS and GBIF have, until it is changed. */
  offer(records: 'before' | 'after'): void;
  /** Of GBIF, since it was last changed. */
  downloads: () => { asked: number; made: number };
}

const say = (text: string) => process.stdout.write(`${text}\n`);

function startVictim(errand: Errand): ChildProcess {
  const args = ['--require', `./${HOOK}`, path.join('tests', 'faults', 'import-victim.ts')];
  return spawn(process.execPath, [...args, JSON.stringify(errand)], {
    ...{ cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
  });
}

/** Runs a victim; it dies by its own hand, or `afterMs` after it has begun. @returns whether it died. */
async function runVictim(errand: Errand, afterMs?: number): Promise<boolean> {
  const child = startVictim(errand);
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  if (!child.stdout) throw new Error('The victim has no output to watch.');
  await Promise.race([once(createInterface({ input: child.stdout }), 'line'), closed]);
  if (afterMs !== undefined) {
    await sleep(afterMs);
    child.kill('SIGKILL');
  }
  const [code, signal] = await closed;
  if (signal === null && code !== 0) throw new Error(`The victim ended with ${code}`);
  return signal === 'SIGKILL';
}

async function importHere({ db, replay, inbox }: Stage, start: Errand['start']) {
  const { runs } = createImporterAlone(db, replay.url, { ...VICTIM_PAGES, inbox });
  const run = await runs.start(start);
  if (run.state !== 'succeeded')
    throw new Error(`${start.source} ${run.state}: ${JSON.stringify(run)}`);
  return run;
}

const size = Number(values.records);

const isDownload = ({ source }: Errand['start']) => source === 'gbif';

/** What stands in the database and is offered when the import that is killed begins. */
async function prepare(stage: Stage, hasDownload: boolean): Promise<void> {
  await forgetImports(stage.db);
  await stage.db.raw('truncate importer_links, importer_link_queue, importer_dataset_pairs');
  putArchive(stage.inbox, size, false);
  stage.offer('before');
  await importHere(stage, archiveStart);
  await importHere(stage, { source: 'obis', mode: 'incremental' });
  if (hasDownload) await importHere(stage, downloadStart);
  putArchive(stage.inbox, size, true);
  stage.offer('after');
}

async function fingerprint(db: Knex) {
  const links = await linkRows(db);
  const all = [...(await finalRows(db)), ...(await referenceRows(db)), ...links];
  const rows = all.map((row) => JSON.stringify(row));
  const hash = createHash('sha256').update(rows.join('\n')).digest('hex');
  return { rows, links: links.length, hash };
}

type Fingerprint = Awaited<ReturnType<typeof fingerprint>>;

async function assertSame(stage: Stage, wanted: Fingerprint, after: string): Promise<void> {
  const { made } = stage.downloads();
  if (made > 1) throw new Error(`${made} downloads were made after ${after}`);
  const found = await fingerprint(stage.db);
  if (found.hash === wanted.hash) return;
  const index = wanted.rows.findIndex((row, at) => row !== found.rows[at]);
  throw new Error(`The rows differ after ${after}:\n${wanted.rows[index]}\n${found.rows[index]}`);
}

/** The same import once more: not one row may have another version. */
async function assertNoWrites(stage: Stage, start: Errand['start']): Promise<void> {
  const versions = async () =>
    JSON.stringify([await rowVersions(stage.db), await linkVersions(stage.db)]);
  const before = await versions();
  await importHere(stage, start);
  if ((await versions()) !== before) throw new Error('The same import again has written rows.');
}

const linkVersions = (db: Knex) =>
  db
    .raw<{
      rows: unknown[];
    }>('select id, cast(xmin as text) as xmin from importer_links order by id')
    .then(({ rows }) => rows);

async function killAtPoints(
  stage: Stage,
  errand: Errand,
  { points, wanted }: { points: Scene['points']; wanted: Fingerprint },
): Promise<string[]> {
  const died: string[] = [];
  for (const [name, kill] of Object.entries(points)) {
    await prepare(stage, isDownload(errand.start));
    if (await runVictim({ ...errand, kill })) died.push(name);
    else say(`  it never came to: ${name}`);
    const { asked } = stage.downloads();
    await importHere(stage, errand.start);
    // Its key stands in a checkpoint by then. Before, it may not: the victim waits for nothing, and
    // GBIF itself remembers what it has promised.
    const isKnown = name === 'while its archive is read';
    if (isKnown && stage.downloads().asked !== asked)
      throw new Error(`A download was asked for again after a death ${name}`);
    await assertSame(stage, wanted, `a death ${name}`);
  }
  return died;
}

/** Kills one import again and again; when it comes to its end, the next one begins. */
async function killAtRandom(
  stage: Stage,
  errand: Errand,
  { wanted, withinMs, random }: { wanted: Fingerprint; withinMs: number; random: Random },
): Promise<{ kills: number; imports: number }> {
  let kills = 0;
  let imports = 0;
  while (kills < Number(values.kills)) {
    await prepare(stage, isDownload(errand.start));
    imports += 1;
    while (kills < Number(values.kills)) {
      if (!(await runVictim(errand, Math.round(random() * withinMs)))) break;
      kills += 1;
    }
    await importHere(stage, errand.start);
    await assertSame(stage, wanted, `${kills} kills at random`);
  }
  return { kills, imports };
}

async function playScene(stage: Stage, name: string, { start, points }: Scene, random: Random) {
  const errand = { url: stage.replay.url, inbox: stage.inbox, start };
  await prepare(stage, isDownload(start));
  const startedMs = Date.now();
  const { tally } = await importHere(stage, start);
  const withinMs = Date.now() - startedMs;
  const wanted = await fingerprint(stage.db);
  say(
    `${name}: ${tally.read} read, ${tally.inserted} new, ${tally.updated} changed, ${tally.withdrawn} withdrawn; ${wanted.rows.length} rows, ${wanted.links} links, ${withinMs} ms`,
  );
  if (tally.withdrawn === 0 || wanted.links === 0)
    throw new Error('Nothing was withdrawn or linked.');
  await assertNoWrites(stage, start);
  const died = await killAtPoints(stage, errand, { points, wanted });
  const { kills, imports } = await killAtRandom(stage, errand, { wanted, withinMs, random });
  await assertNoWrites(stage, start);
  say(
    `${name}: the same rows after ${died.length} named points of ${Object.keys(points).length} and ${kills} random moments in ${imports} imports; again: no writes`,
  );
}

async function main(): Promise<void> {
  const states = obisStates(size);
  let offered: ObisRecords = states.before;
  const obis = createObisProvider({
    page: (question) => offered.page(question),
    count: (query) => offered.count(query),
    find: (id) => offered.find(id),
    datasets: (query) => offered.datasets(query),
  });
  let found = gbifRecords(size, false);
  const downloads = createGbifDownloads(() => found);
  const replay = await startReplayServer({
    providers: [
      obis,
      createWormsProvider({ records: [] }),
      createGbifProvider({ records: [], datasets: gbifDatasets }),
      downloads.provider,
    ],
    keepsLog: false,
  });
  const db = knex({ client: 'pg', connection: process.env.DATABASE_URL, pool: { min: 0, max: 4 } });
  const inbox = mkdtempSync(path.join(os.tmpdir(), 'import-kill-'));
  const offer: Stage['offer'] = (which) => {
    offered = states[which];
    found = gbifRecords(size, which === 'after');
    downloads.forget();
  };
  const stage: Stage = { ...{ db, replay, inbox, offer }, downloads: downloads.counts };
  const random = createRandom(Number(values.seed));
  say(`seed ${values.seed}`);
  try {
    if (values.scene !== undefined && !SCENES[values.scene])
      throw new Error(`There is no scene "${values.scene}": ${Object.keys(SCENES).join(', ')}`);
    for (const [name, scene] of Object.entries(SCENES)) {
      if (values.scene === undefined || values.scene === name)
        await playScene(stage, name, scene, random);
    }
  } finally {
    await db.destroy();
    await replay.close();
    rmSync(inbox, { recursive: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
