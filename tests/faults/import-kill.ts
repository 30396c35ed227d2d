import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openDatabase } from '../support/database';
import { finalRows, forgetImports, referenceRows } from '../support/import-rig';
import { createRandom } from '../../src/lib/random';
import { generateObisRecords } from '../support/replay-server/obis/generator';
import { createObisProvider } from '../support/replay-server/obis/provider';
import { startReplayServer } from '../support/replay-server/server';

/*
 * Proves that an import may die at any moment: the real command is killed with SIGKILL at random
 * moments, started again each time, and must leave the rows of a run that nobody disturbed.
 *   DATABASE_URL=<scratch database, emptied> \
 *   node --require ./tests/support/typescript-hook.cjs tests/faults/import-kill.ts --kills 10
 */
const ROOT = path.resolve(__dirname, '..', '..');
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    records: { type: 'string', default: '4000' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
  },
});
const KILLS = Number(values.kills);
const RECORDS = Number(values.records);
const PAGE_SIZE = 50;
/** Each answer takes so long that a run lasts through all the kills. */
const ANSWER_MS = 40;
const KILL_WITHIN_MS = (RECORDS / PAGE_SIZE / KILLS) * ANSWER_MS * 1.2;

function startImport(url: string): ChildProcess {
  const args = [
    'scripts/run.mjs',
    'import',
    'obis',
    '--all',
    '--size',
    String(PAGE_SIZE),
    '--json',
  ];
  const env = { ...process.env, OBIS_BASE_URL: `${url}/v3`, LOG_LEVEL: 'error' };
  return spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function runToTheEnd(url: string): Promise<Record<string, unknown>> {
  const child = startImport(url);
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  child.stderr?.on('data', (chunk) => (errors += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The import ended with ${code}: ${errors}`);
  return JSON.parse(output) as Record<string, unknown>;
}

/** Waits until the run has begun, then kills it within the given time. */
async function runAndKill(url: string, afterMs: number): Promise<boolean> {
  const child = startImport(url);
  const closed = once(child, 'close');
  if (!child.stderr) throw new Error('The import has no output to watch.');
  await Promise.race([once(createInterface({ input: child.stderr }), 'line'), closed]);
  await sleep(afterMs);
  child.kill('SIGKILL');
  const [, signal] = (await closed) as [number | null, string | null];
  return signal === 'SIGKILL';
}

interface RunRow {
  id: string;
  state: string;
  read: string;
}

async function main(): Promise<void> {
  const seed = Number(values.seed);
  const random = createRandom(seed);
  const records = generateObisRecords({ count: RECORDS, seed: 11 });
  const replay = await startReplayServer({ providers: [createObisProvider(records)] });
  const db = openDatabase();
  const fingerprint = async () => {
    const rows = [...(await finalRows(db)), ...(await referenceRows(db))];
    return {
      rows: rows.length,
      hash: createHash('sha256').update(JSON.stringify(rows)).digest('hex'),
    };
  };
  try {
    await runToTheEnd(replay.url);
    await forgetImports(db);
    await runToTheEnd(replay.url);
    const undisturbed = await fingerprint();

    await forgetImports(db);
    replay.arm({ kind: 'slow', delayMs: ANSWER_MS, path: '/v3/occurrence' });
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const afterMs = Math.round(random() * KILL_WITHIN_MS);
      const wasKilled = await runAndKill(replay.url, afterMs);
      const runs = await db<RunRow>('importer_runs').orderBy('id', 'desc').limit(1);
      const [run] = runs;
      const { count } = (await db('occurrences').count().first()) ?? {};
      process.stdout.write(
        `kill ${kill} after ${afterMs} ms: ${wasKilled ? 'killed' : 'had ended'}, run ${run?.id} ` +
          `${run?.state}, ${run?.read ?? 0} read, ${count} stored\n`,
      );
      if (!wasKilled) throw new Error('The run ended before it was killed: raise --records.');
      if (Number(count) > Number(run?.read)) throw new Error('More is stored than was counted.');
    }
    replay.arm();
    const last = await runToTheEnd(replay.url);
    const disturbed = await fingerprint();
    const runs = await db('importer_runs').select('id', 'state');
    process.stdout.write(`${JSON.stringify({ undisturbed, disturbed, runs, last })}\n`);
    if (undisturbed.hash !== disturbed.hash) throw new Error('The rows differ.');
    if (last.read !== RECORDS) throw new Error(`${String(last.read)} of ${RECORDS} were read.`);
    process.stdout.write(`Same rows after ${KILLS} kills (seed ${seed}).\n`);
  } finally {
    await db.destroy();
    await replay.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
