import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Core } from '@strapi/strapi';
import { setEnvironment } from '../../src/env';
import type { ImportRuns, Run } from '../../src/plugins/importer/contract/run';
import { withApp } from '../launcher/load-app';

/**
 * Imports generated records through the whole pipeline: replay server in a process of its own, real
 * HTTP, checks, merge. Rates and memory of each size, then the same again with nothing changed.
 */

const ROOT = path.resolve(__dirname, '..', '..', '..');
const REPLAY = path.join('tests', 'support', 'replay-server', 'main.ts');
const HOOK = path.join('tests', 'support', 'typescript-hook.cjs');
const DEFAULT_SIZES = '10000,500000';
const MEBIBYTE = 1024 * 1024;

interface Figure {
  name: string;
  read: number;
  recordsPerSecond: number;
  rssMebibytes: number;
  peakRssMebibytes: number;
}

const rssMebibytes = () => Math.round(process.memoryUsage.rss() / MEBIBYTE);

async function startReplay(count: number): Promise<{ url: string; child: ChildProcess }> {
  const args = ['--require', `./${HOOK}`, REPLAY, '--quiet', '--generated', String(count)];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [url] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [unknown];
  if (typeof url !== 'string') throw new Error('The replay server did not start.');
  return { url, child };
}

/**
 * Empties what an import writes, so that every size starts alike.
 * @throws Error when the database holds anything that a bench did not make.
 */
async function emptyTargets(strapi: Core.Strapi): Promise<void> {
  const { rows } = await strapi.db.connection.raw<{ rows: unknown[] }>(
    `select id from occurrences where raw->>'datasetID' is distinct from :made limit 1`,
    { made: 'https://example.org/dataset/generated' },
  );
  if (rows.length > 0)
    throw new Error('This database holds occurrences. Give the bench one of its own.');
  await strapi.db.connection.raw(
    'truncate occurrences, datasets, taxa, importer_shared_keys cascade',
  );
  await strapi.db.connection.raw('truncate importer_runs cascade');
}

async function measureRun(strapi: Core.Strapi, name: string, expected: number): Promise<Figure> {
  const runs = strapi.plugin('importer').service<ImportRuns>('runs');
  const startedMs = performance.now();
  let peak = 0;
  const onProgress = (_run: Run) => {
    peak = Math.max(peak, rssMebibytes());
  };
  const run = await runs.start({ source: 'obis', parameters: {}, onProgress });
  const seconds = (performance.now() - startedMs) / 1000;
  const { read } = run.tally;
  if (run.state !== 'succeeded' || read !== expected) {
    throw new Error(`The run ${run.state} after ${read} of ${expected} records.`);
  }
  return {
    name,
    read,
    recordsPerSecond: Math.round(read / seconds),
    rssMebibytes: rssMebibytes(),
    peakRssMebibytes: peak,
  };
}

function print(figure: Figure): void {
  const { name, read, recordsPerSecond, rssMebibytes: rss, peakRssMebibytes: peak } = figure;
  process.stdout.write(
    `${name.padEnd(24)} ${String(read).padStart(8)} records  ${String(recordsPerSecond).padStart(6)}/s` +
      `  memory ${rss} MB at the end, ${peak} MB at most\n`,
  );
}

async function measureSize(count: number): Promise<Figure[]> {
  const { url, child } = await startReplay(count);
  setEnvironment({ OBIS_BASE_URL: `${url}/v3`, LOG_LEVEL: 'error' });
  const figures: Figure[] = [];
  try {
    await withApp(async (strapi) => {
      strapi.config.set('plugin::importer.obis.baseUrl', `${url}/v3`);
      await emptyTargets(strapi);
      figures.push(await measureRun(strapi, 'all new', count));
      figures.push(await measureRun(strapi, 'again, nothing changed', count));
      return 0;
    });
  } finally {
    child.kill();
  }
  return figures;
}

/** `npm run bench -- import [--records 10000,500000]`, on the scratch database of DATABASE_URL: it is emptied. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { records: { type: 'string', default: DEFAULT_SIZES } },
  });
  const load = os.loadavg()[0]?.toFixed(2);
  process.stdout.write(
    `${os.cpus().length} cores (${os.cpus()[0]?.model}), load ${load} at start\n`,
  );
  for (const size of values.records.split(',').map(Number)) {
    for (const figure of await measureSize(size)) print(figure);
  }
  return 0;
}
