import os from 'node:os';
import { Client } from 'pg';
import { childEnvironment, loadEnv } from '../../src/env';
import { prepareEnvironment } from '../launcher/environment';
import type { BareStatement } from './bare-process';
import { forkServer } from './fork-server';
import { prepareStage, waitUntilIdle, type Stage } from './geo-stage';
import { boxPath, compareAnswers, deepPagePath, restPath, tilePaths } from './geo-questions';
import { measure, middleOf, type Round } from './measure';

/**
 * The map at a million and at ten million occurrences: boxes beside the same question put to generated
 * REST filters and beside a bare server running the same statement; answers that have not changed;
 * world views; deep pages. All in one run, in turns.
 */

const ROUNDS = 3;
const CONNECTIONS = 20;
const SECONDS = 6;
/** The generated filters answer so few that a short round would count only a handful. */
const REST_SECONDS = 15;

interface Contender {
  name: string;
  baseUrl: string;
  paths: string[];
  headers?: Record<string, string>;
  seconds?: number;
  connections?: number;
  /** Status that counts as the answer. */
  expected?: number;
}

type Figures = Map<string, Round>;

async function contendersOf(
  { boxes }: Stage,
  appUrl: string,
  bareUrl: string,
): Promise<Contender[]> {
  const paths = boxes.map(boxPath);
  const [path = ''] = paths;
  const tag = (await fetch(appUrl + path)).headers.get('etag');
  if (!tag) throw new Error('The answer has no ETag.');
  const zooms = await tilePaths(appUrl, boxes);
  return [
    { name: 'box', baseUrl: appUrl, paths },
    {
      // A cookie sends the request through the whole of Strapi's stack.
      name: 'box, without the lane',
      baseUrl: appUrl,
      paths,
      headers: { cookie: 'bench=1' },
    },
    {
      name: 'box, generated REST',
      baseUrl: appUrl,
      paths: boxes.map(restPath),
      seconds: REST_SECONDS,
    },
    { name: 'box, bare node:http', baseUrl: bareUrl, paths },
    { name: 'box, one', baseUrl: appUrl, paths: [path] },
    {
      name: 'box, If-None-Match',
      baseUrl: appUrl,
      paths: [path],
      headers: { 'if-none-match': tag },
      expected: 304,
    },
    { name: 'first page', baseUrl: appUrl, paths: ['/api/geo/occurrences?limit=100'] },
    { name: 'deep page', baseUrl: appUrl, paths: [await deepPagePath(appUrl)] },
    // One after the other, since what is asked for is the time of one.
    {
      name: 'world grid',
      baseUrl: appUrl,
      paths: ['/api/geo/occurrences/grid?zoom=0'],
      connections: 1,
    },
    ...zooms.map(({ zoom, paths: tiles }) => ({
      name: `tile z${zoom}`,
      baseUrl: appUrl,
      paths: tiles,
      connections: 1,
    })),
  ];
}

async function measureAll(client: Client, contenders: Contender[]): Promise<Figures> {
  const rounds = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const contender of contenders) {
      const seconds = round === 0 ? 2 : (contender.seconds ?? SECONDS);
      const figures = await measure({ connections: CONNECTIONS, ...contender, seconds });
      await waitUntilIdle(client);
      if (round > 0) rounds.get(contender.name)?.push(figures); // the first only warms up
    }
  }
  return new Map([...rounds].map(([name, all]) => [name, middleOf(all)]));
}

function printFigures(title: string, figures: Figures): void {
  process.stdout.write(`\n${title}\n\n`);
  for (const [name, { requestsPerSecond, p50, p99 }] of figures) {
    const figure = requestsPerSecond.toFixed(1).padStart(9);
    process.stdout.write(`${name.padEnd(24)}${figure} req/s   p50 ${p50} ms   p99 ${p99} ms\n`);
  }
}

const speedOf = (figures: Figures, name: string): number =>
  figures.get(name)?.requestsPerSecond ?? NaN;

function printRatios(figures: Figures): void {
  const ratio = (name: string, other: string) =>
    (speedOf(figures, name) / speedOf(figures, other)).toFixed(2);
  process.stdout.write(
    `\nbox / generated REST ${ratio('box', 'box, generated REST')}\n` +
      `box / bare node:http ${ratio('box', 'box, bare node:http')} (at least 0.7)\n` +
      `If-None-Match / the same box ${ratio('box, If-None-Match', 'box, one')} (at least 3)\n` +
      `deep page / first page ${ratio('deep page', 'first page')} (about 1)\n` +
      `lane / normal route ${ratio('box', 'box, without the lane')}\n`,
  );
}

/** The figures at one number of rows. */
async function benchAt(client: Client, rows: number, port: number): Promise<Figures> {
  const env = loadEnv();
  const stage = await prepareStage(client, rows);
  const [appUrl, bareUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`];
  const children = [
    await forkServer({
      file: 'app-process.js',
      args: [String(port)],
      env: childEnvironment({ THROTTLE_ANON: '1000000/second' }),
    }),
    await forkServer({
      file: 'bare-process.js',
      args: [],
      message: {
        ...stage.statement,
        port: port + 1,
        databaseUrl: env.databaseUrl,
        poolSize: env.DATABASE_POOL_MAX,
      } satisfies BareStatement,
    }),
  ];
  try {
    const features = await compareAnswers(stage.boxes.slice(0, 50), appUrl, bareUrl);
    const figures = await measureAll(client, await contendersOf(stage, appUrl, bareUrl));
    const loads = os.loadavg().map((load) => load.toFixed(1));
    printFigures(
      `${rows} rows, boxes of one degree, 100 features a page (${features.toFixed(0)} an answer), ` +
        `${CONNECTIONS} connections (world views: 1), middle of ${ROUNDS} rounds\n` +
        `${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown'}, Node ${process.version}, ` +
        `${stage.databaseVersion}, load ${loads.join(' ')}`,
      figures,
    );
    printRatios(figures);
    return figures;
  } finally {
    for (const child of children) child.kill();
  }
}

const FIRST_PORT = 23_080;
const SIZES = '1000000,10000000';

/** `npm run bench -- geo [rows,rows] [port]`, on the scratch PostgreSQL of DATABASE_URL. */
export async function main([sizes = SIZES, port]: string[]): Promise<number> {
  await prepareEnvironment();
  const client = new Client({ connectionString: loadEnv().databaseUrl });
  await client.connect();
  try {
    const all: Figures[] = [];
    for (const rows of sizes.split(',').map(Number)) {
      all.push(await benchAt(client, rows, Number(port ?? FIRST_PORT)));
    }
    const [first, last] = [all[0], all.at(-1)];
    if (first && last && first !== last) {
      const slower = (last.get('box')?.p99 ?? NaN) / (first.get('box')?.p99 ?? NaN);
      process.stdout.write(`\nbox, p99: most rows / fewest ${slower.toFixed(2)} (at most 1.5)\n`);
    }
  } finally {
    await client.end();
  }
  return 0;
}
