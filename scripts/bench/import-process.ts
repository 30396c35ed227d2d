import { on } from 'node:events';
import type { Core } from '@strapi/strapi';
import { setEnvironment } from '../../src/env';
import type { ImportRuns, Run } from '../../src/plugins/importer/contract/run';
import { withApp } from '../launcher/load-app';

const MEBIBYTE = 1024 * 1024;
const SAMPLE_MS = 100;

/** An import to carry out; what is sent to this process. */
export interface Order {
  name: string;
  parameters: Record<string, unknown>;
  /** Records that it must read. */
  expected: number;
}

/** What this process sends: that it is there, how far it is, and what an import took. */
export type Report =
  | { kind: 'ready' }
  | { kind: 'progress'; read: number }
  | { kind: 'figure'; figure: Figure };

/** What one import of a size took. */
export interface Figure {
  name: string;
  read: number;
  recordsPerSecond: number;
  /** Processor time of this process, all threads. */
  cpuMsPerThousand: number;
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

const send = (report: Report): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(report, () => resolve());
  });

async function measureRun(strapi: Core.Strapi, order: Order): Promise<Figure> {
  const { name, parameters, expected } = order;
  const runs = strapi.plugin('importer').service<ImportRuns>('runs');
  const startedMs = performance.now();
  const startedCpu = process.cpuUsage();
  const memory = watchRss();
  const onProgress = ({ tally: { read } }: Run) => void send({ kind: 'progress', read });
  const run = await runs.start({ source: 'obis', parameters, onProgress });
  const seconds = (performance.now() - startedMs) / 1000;
  const { user, system } = process.cpuUsage(startedCpu);
  const peakRssMebibytes = memory.stop();
  const { read } = run.tally;
  if (run.state !== 'succeeded' || read !== expected) {
    throw new Error(`The run ${run.state} after ${read} of ${expected} records.`);
  }
  return {
    ...{ name, read, peakRssMebibytes },
    recordsPerSecond: Math.round(read / seconds),
    cpuMsPerThousand: Math.round((user + system) / read),
    heapMebibytes: heapAfterGc(),
  };
}

/** `fork(this file, [baseUrl])`: empties what imports write, then carries out an order at a time. */
async function serve(baseUrl: string): Promise<number> {
  setEnvironment({ OBIS_BASE_URL: baseUrl, LOG_LEVEL: 'error' });
  return withApp(async (strapi) => {
    await emptyTargets(strapi);
    // Listened to before it is asked for anything; orders that come meanwhile are kept.
    const orders = on(process, 'message');
    await send({ kind: 'ready' });
    for await (const [order] of orders) {
      await send({ kind: 'figure', figure: await measureRun(strapi, order as Order) });
    }
    return 0;
  });
}

serve(String(process.argv[2])).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
