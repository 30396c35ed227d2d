import type { Core } from '@strapi/strapi';
import { setEnvironment } from '../../src/env';
import type { ImportRuns } from '../../src/plugins/importer/contract/run';
import { withApp } from '../launcher/load-app';

const MEBIBYTE = 1024 * 1024;
const SAMPLE_MS = 50;

/** What one import of a size took. */
export interface Figure {
  name: string;
  read: number;
  recordsPerSecond: number;
  /** The most memory that the process had at any moment, by samples. */
  peakRssMebibytes: number;
  /** What is really in use when the run is over. */
  heapMebibytes: number;
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

function heapAfterGc(): number {
  if (!global.gc) throw new Error('This process needs --expose-gc.');
  global.gc();
  return Math.round(process.memoryUsage().heapUsed / MEBIBYTE);
}

/** Samples by the clock: the checkpoints of a run come when its largest texts are gone already. */
function watchRss() {
  let peakBytes = 0;
  const sample = () => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  };
  sample();
  const timer = setInterval(sample, SAMPLE_MS);
  return {
    stop: () => {
      clearInterval(timer);
      sample();
      return Math.round(peakBytes / MEBIBYTE);
    },
  };
}

async function measureRun(strapi: Core.Strapi, name: string, expected: number): Promise<Figure> {
  const runs = strapi.plugin('importer').service<ImportRuns>('runs');
  const startedMs = performance.now();
  const memory = watchRss();
  const run = await runs.start({ source: 'obis', parameters: {} });
  const seconds = (performance.now() - startedMs) / 1000;
  const peakRssMebibytes = memory.stop();
  const { read } = run.tally;
  if (run.state !== 'succeeded' || read !== expected) {
    throw new Error(`The run ${run.state} after ${read} of ${expected} records.`);
  }
  const recordsPerSecond = Math.round(read / seconds);
  return { name, read, recordsPerSecond, peakRssMebibytes, heapMebibytes: heapAfterGc() };
}

/** `fork(this file, [count, baseUrl])`: imports so many records twice and sends a figure of each. */
async function measure(count: number, baseUrl: string): Promise<number> {
  setEnvironment({ OBIS_BASE_URL: baseUrl, LOG_LEVEL: 'error' });
  return withApp(async (strapi) => {
    await emptyTargets(strapi);
    for (const name of ['all new', 'again, nothing changed']) {
      const figure = await measureRun(strapi, name, count);
      await new Promise((resolve) => process.send?.(figure, resolve));
    }
    return 0;
  });
}

measure(Number(process.argv[2]), String(process.argv[3])).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
