import os from 'node:os';
import { parseArgs } from 'node:util';
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
const SECONDS = 4;
/** The generated filters read the whole table: several at once do not come to an end. */
const REST = { connections: 1, seconds: 8 };
const WORLD_SECONDS = 2;
const GRID = '/api/geo/occurrences/grid?zoom=0';

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

interface Urls {
  app: string;
  /** The app when it keeps no answers: what a view of the world costs after every write. */
  forgetful: string;
  bare: string;
}

async function boxContenders(
  { boxes, crowded }: Stage,
  { app: appUrl, bare: bareUrl }: Urls,
): Promise<Contender[]> {
  const paths = boxes.map(boxPath);
  const crowdedPaths = crowded.map(boxPath);
  const [path = ''] = paths;
  const tag = (await fetch(appUrl + path)).headers.get('etag');
  if (!tag) throw new Error('The answer has no ETag.');
  return [
    { name: 'box', baseUrl: appUrl, paths },
    { name: 'box, bare node:http', baseUrl: bareUrl, paths },
    { name: 'crowded box', baseUrl: appUrl, paths: crowdedPaths },
    { name: 'crowded box, bare', baseUrl: bareUrl, paths: crowdedPaths },
    { name: 'box, one', baseUrl: appUrl, paths: [path] },
    {
      name: 'box, If-None-Match',
      baseUrl: appUrl,
      paths: [path],
      headers: { 'if-none-match': tag },
      expected: 304,
    },
  ];
}

async function otherContenders(
  { boxes, crowded }: Stage,
  { app: appUrl, forgetful }: Urls,
): Promise<Contender[]> {
  const zooms = (await tilePaths(appUrl, crowded)).map(({ zoom, paths: tiles }) => ({
    name: `tile z${zoom}`,
    paths: tiles,
  }));
  return [
    {
      // A cookie sends the request through the whole of Strapi's stack.
      name: 'box, without the lane',
      baseUrl: appUrl,
      paths: boxes.map(boxPath),
      headers: { cookie: 'bench=1' },
    },
    {
      name: 'box, generated REST',
      baseUrl: appUrl,
      paths: boxes.map(restPath),
      ...REST,
    },
    { name: 'first page', baseUrl: appUrl, paths: ['/api/geo/occurrences?limit=100'] },
    { name: 'deep page', baseUrl: appUrl, paths: [await deepPagePath(appUrl)] },
    // One after the other, since what is asked for is the time of one.
    ...[{ name: 'world grid', paths: [GRID] }, ...zooms].flatMap((view) => [
      { ...view, baseUrl: forgetful, connections: 1, seconds: WORLD_SECONDS },
      {
        ...view,
        name: `${view.name}, again`,
        baseUrl: appUrl,
        connections: 1,
        seconds: WORLD_SECONDS,
      },
    ]),
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
  const ratios: [one: string, other: string, wanted: string][] = [
    ['box', 'box, generated REST', ''],
    ['box', 'box, bare node:http', ' (at least 0.7)'],
    ['crowded box', 'crowded box, bare', ''],
    ['box, If-None-Match', 'box, one', ' (at least 3)'],
    ['deep page', 'first page', ' (about 1)'],
    ['box', 'box, without the lane', ''],
  ];
  process.stdout.write('\n');
  for (const [one, other, wanted] of ratios) {
    const ratio = speedOf(figures, one) / speedOf(figures, other);
    if (Number.isNaN(ratio)) continue; // not measured in this run
    process.stdout.write(`${one} / ${other} ${ratio.toFixed(2)}${wanted}\n`);
  }
}

interface Run {
  rows: number;
  port: number;
  /** Leaves out pages, views of the world and the slow generated filters. */
  onlyBoxes: boolean;
}

/** The figures at one number of rows. */
async function benchAt(client: Client, { rows, port, onlyBoxes }: Run): Promise<Figures> {
  const env = loadEnv();
  const stage = await prepareStage(client, rows);
  const [app = '', bare = '', forgetful = ''] = [0, 1, 2].map(
    (more) => `http://127.0.0.1:${port + more}`,
  );
  const unthrottled = { THROTTLE_ANON: '1000000/second' };
  const children = [
    await forkServer({
      file: 'app-process.js',
      args: [String(port)],
      env: childEnvironment(unthrottled),
    }),
    await forkServer({
      file: 'app-process.js',
      args: [String(port + 2)],
      env: childEnvironment({ ...unthrottled, GEO_KEPT_MB: '0' }),
    }),
    await forkServer({
      file: 'bare-process.js',
      args: [],
      message: {
        ...stage.statement,
        port: port + 1,
        databaseUrl: env.databaseUrl,
        // As many connections as the app reads by: what is compared is the way to them.
        poolSize: env.GEO_POOL_MAX,
      } satisfies BareStatement,
    }),
  ];
  try {
    const { boxes, crowded, held } = stage;
    const features = await compareAnswers(boxes.slice(0, 50), app, bare);
    await compareAnswers(crowded.slice(0, 50), app, bare);
    const urls = { app, bare, forgetful };
    const contenders = await boxContenders(stage, urls);
    if (!onlyBoxes) contenders.push(...(await otherContenders(stage, urls)));
    const figures = await measureAll(client, contenders);
    const loads = os.loadavg().map((load) => load.toFixed(1));
    printFigures(
      `${rows} rows, boxes of one degree with ${held.boxes.toFixed(0)} features (${features.toFixed(0)} an answer), ` +
        `crowded ones with ${held.crowded.toFixed(0)}, 100 features a page, ` +
        `${CONNECTIONS} connections (world views and generated REST: 1), middle of ${ROUNDS} rounds\n` +
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

/**
 * `npm run bench -- geo [--boxes] [rows,rows] [port]`, on the scratch PostgreSQL of DATABASE_URL. Rows
 * that an earlier run left are kept when they are as many as asked for.
 */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { boxes: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [sizes = SIZES, port = FIRST_PORT] = positionals;
  await prepareEnvironment();
  const client = new Client({ connectionString: loadEnv().databaseUrl });
  await client.connect();
  try {
    const all: { rows: number; figures: Figures }[] = [];
    for (const rows of sizes.split(',').map(Number)) {
      const run = { rows, port: Number(port), onlyBoxes: values.boxes };
      all.push({ rows, figures: await benchAt(client, run) });
    }
    all.sort((one, other) => one.rows - other.rows);
    const [fewest, most] = [all[0]?.figures, all.at(-1)?.figures];
    if (fewest && most && fewest !== most) {
      const slower = (most.get('box')?.p99 ?? NaN) / (fewest.get('box')?.p99 ?? NaN);
      process.stdout.write(`\nbox, p99: most rows / fewest ${slower.toFixed(2)} (at most 1.5)\n`);
    }
  } finally {
    await client.end();
  }
  return 0;
}
