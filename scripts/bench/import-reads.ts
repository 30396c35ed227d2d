import type { ChildProcess } from 'node:child_process';
import { Client } from 'pg';
import { childEnvironment, loadEnv } from '../../src/env';
import { forkServer } from './fork-server';
import { boxPath } from './geo-questions';
import type { Order } from './import-process';
import { startImporter, type Importer } from './importer';
import { measure } from './measure';

const PORT = 14_720;
const BOXES = 200;
const CONNECTIONS = 8;
const ROUND_SECONDS = 3;
const QUIET_ROUNDS = 2;
/** The first import is what is there to read; under each of the others somebody reads. */
const IMPORTS = 4;
/** Of the replay server; each import is of as many of them as the others. */
const DATASETS = 40;
/** Readers keep at least two thirds of what they had. */
const LEAST_RATIO = 0.67;

/** Boxes of one degree around stored records, where they are: dense places come up more often. */
async function findBoxes(): Promise<string[]> {
  const client = new Client(loadEnv().databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ lon: number; lat: number }>(
      `select decimal_longitude as lon, decimal_latitude as lat from occurrences
        order by md5(cast(id as text)) limit $1`,
      [BOXES],
    );
    return rows.map(({ lon, lat }) => [lon - 0.5, lat - 0.5, lon + 0.5, lat + 0.5].join(','));
  } finally {
    await client.end();
  }
}

/** A part of the datasets, so that no import meets what another has written. */
function orderOf(turn: number, count: number): Order {
  const size = DATASETS / IMPORTS;
  const datasetKeys = Array.from({ length: size }, (_, index) => {
    const number = (turn * size + index).toString(16).padStart(8, '0');
    return `${number}-0000-4000-8000-000000000000`;
  });
  return { name: `import ${turn}`, parameters: { datasetKeys }, expected: count / IMPORTS };
}

type Read = () => Promise<number>;

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function readQuietly(read: Read): Promise<number> {
  const rounds = [];
  for (let round = 0; round < QUIET_ROUNDS; round += 1) rounds.push(await read());
  return Math.max(...rounds);
}

/** Reads for as long as an import writes. */
async function readDuring(importer: Importer, order: Order, read: Read) {
  let progress = () => undefined as void;
  const begun = new Promise<void>((resolve) => (progress = resolve));
  let isOver = false;
  const over = importer.run(order, () => progress()).finally(() => (isOver = true));
  await Promise.race([begun, over]);
  const rounds: number[] = [];
  while (!isOver) rounds.push(await read());
  const figure = await over;
  // The last round saw the end of it.
  const whole = rounds.length > 1 ? rounds.slice(0, -1) : rounds;
  const during = whole.reduce((sum, round) => sum + round, 0) / Math.max(whole.length, 1);
  return { during, rounds: whole.length, recordsPerSecond: figure.recordsPerSecond };
}

/**
 * How much readers lose while an import writes: one-degree boxes over HTTP against a running app, without
 * and with an import in turns. @param count records in all. @returns whether they keep two thirds.
 */
export async function measureReads(count: number): Promise<boolean> {
  const importer = await startImporter(count);
  let app: ChildProcess | undefined;
  try {
    const alone = await importer.run(orderOf(0, count));
    const paths = (await findBoxes()).map(boxPath);
    // Neither schedules nor jobs of its own: the only import is the one that is started here.
    const env = childEnvironment({ THROTTLE_ANON: '1000000/second', JOBS_ENABLED: 'false' });
    app = await forkServer({ file: 'app-process.js', args: [String(PORT)], env });
    const load = { baseUrl: `http://127.0.0.1:${PORT}`, paths, connections: CONNECTIONS };
    const read: Read = async () =>
      (await measure({ ...load, seconds: ROUND_SECONDS })).requestsPerSecond;
    await read();

    let before = await readQuietly(read);
    const ratios = [];
    for (let turn = 1; turn < IMPORTS; turn += 1) {
      const { during, rounds, recordsPerSecond } = await readDuring(
        importer,
        orderOf(turn, count),
        read,
      );
      const after = await readQuietly(read);
      const ratio = during / ((before + after) / 2);
      process.stdout.write(
        `reads: ${before.toFixed(0)}/s before, ${during.toFixed(0)}/s during (${rounds} rounds), ` +
          `${after.toFixed(0)}/s after; ratio ${ratio.toFixed(2)}; import at ${recordsPerSecond}/s, ` +
          `${alone.recordsPerSecond}/s without readers\n`,
      );
      ratios.push(ratio);
      before = after;
    }
    const kept = middle(ratios);
    const isGood = kept >= LEAST_RATIO;
    process.stdout.write(
      `reads: ${kept.toFixed(2)} of them are kept, at least ${LEAST_RATIO}: ` +
        `${isGood ? 'as wanted' : 'FALLS SHORT'}\n`,
    );
    return isGood;
  } finally {
    app?.kill();
    importer.stop();
  }
}
