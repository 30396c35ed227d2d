import os from 'node:os';
import { Client } from 'pg';
import { childEnvironment, loadEnv } from '../../src/env';
import { prepareEnvironment } from '../launcher/environment';
import type { BareStatement } from './bare-process';
import { forkServer } from './fork-server';
import { prepareStage, waitUntilIdle, type Stage } from './geo-stage';
import { measure, middleOf, type Round } from './measure';

/**
 * One-degree boxes over a million occurrences: our geo route beside the same question put to generated
 * REST filters and beside a bare server running the same statement, in one run, in turns.
 */

const ROWS = 1_000_000;
const ROUNDS = 3;
const CONNECTIONS = 20;
const SECONDS = 6;
/** The generated filters answer so few that a short round would count only a handful. */
const REST_SECONDS = 15;
const LIMIT = 100;

interface Contender {
  name: string;
  baseUrl: string;
  paths: string[];
  headers?: Record<string, string>;
  seconds: number;
}

const geoPath = (box: string): string => `/api/geo/occurrences?bbox=${box}&limit=${LIMIT}`;

function restPath(box: string): string {
  const [west, south, east, north] = box.split(',');
  const within = (attribute: string, from?: string, to?: string) =>
    `filters[${attribute}][$gte]=${from}&filters[${attribute}][$lte]=${to}`;
  return `/api/occurrences?${within('decimalLatitude', south, north)}&${within('decimalLongitude', west, east)}&pagination[pageSize]=${LIMIT}`;
}

const contendersOf = ({ boxes }: Stage, appUrl: string, bareUrl: string): Contender[] => [
  { name: 'geo', baseUrl: appUrl, paths: boxes.map(geoPath), seconds: SECONDS },
  {
    // A cookie sends the request through the whole of Strapi's stack.
    name: 'geo, without the lane',
    baseUrl: appUrl,
    paths: boxes.map(geoPath),
    headers: { cookie: 'bench=1' },
    seconds: SECONDS,
  },
  { name: 'REST filters', baseUrl: appUrl, paths: boxes.map(restPath), seconds: REST_SECONDS },
  { name: 'bare node:http', baseUrl: bareUrl, paths: boxes.map(geoPath), seconds: SECONDS },
];

/** A figure counts only when both servers say the same. */
async function compareAnswers(stage: Stage, appUrl: string, bareUrl: string): Promise<number> {
  let features = 0;
  const sample = stage.boxes.slice(0, 50);
  for (const box of sample) {
    const [ours, bare] = await Promise.all(
      [appUrl, bareUrl].map(async (url) => {
        const answer = await fetch(url + geoPath(box));
        return ((await answer.json()) as { features: { id: number }[] }).features;
      }),
    );
    if (JSON.stringify(ours) !== JSON.stringify(bare))
      throw new Error(`Answers differ for ${box}.`);
    features += ours?.length ?? 0;
  }
  return features / sample.length;
}

function print(name: string, { requestsPerSecond, p50, p99 }: Round): void {
  const figure = requestsPerSecond.toFixed(1).padStart(9);
  process.stdout.write(`${name.padEnd(24)}${figure} req/s   p50 ${p50} ms   p99 ${p99} ms\n`);
}

/** Runs the comparison and prints it. */
async function benchGeo(port: number): Promise<void> {
  const env = loadEnv();
  const client = new Client({ connectionString: env.databaseUrl });
  await client.connect();
  const stage = await prepareStage(client, ROWS);
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
    const features = await compareAnswers(stage, appUrl, bareUrl);
    const contenders = contendersOf(stage, appUrl, bareUrl);
    const rounds = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const contender of contenders) {
        const seconds = round === 0 ? 2 : contender.seconds;
        const figures = await measure({ ...contender, seconds, connections: CONNECTIONS });
        await waitUntilIdle(client);
        if (round > 0) rounds.get(contender.name)?.push(figures); // the first only warms up
      }
    }
    const machine = `${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;
    process.stdout.write(
      `\n${ROWS} rows, boxes of one degree, limit ${LIMIT} (${features.toFixed(0)} features an answer), ` +
        `${CONNECTIONS} connections, middle of ${ROUNDS} rounds\n` +
        `${machine}, ${stage.databaseVersion}, load ${os
          .loadavg()
          .map((load) => load.toFixed(1))
          .join(' ')}\n\n`,
    );
    const middle = new Map([...rounds].map(([name, all]) => [name, middleOf(all)]));
    for (const [name, figures] of middle) print(name, figures);
    const speed = (name: string): number => middle.get(name)?.requestsPerSecond ?? NaN;
    const ratio = (name: string): string => (speed('geo') / speed(name)).toFixed(2);
    process.stdout.write(
      `\ngeo / REST filters ${ratio('REST filters')} (at least 100)\n` +
        `geo / bare ${ratio('bare node:http')} (at least 0.4)\n` +
        `lane / normal route ${ratio('geo, without the lane')}\n`,
    );
  } finally {
    for (const child of children) child.kill();
    await client.end();
  }
}

const FIRST_PORT = 23_080;

/** `npm run bench -- geo [port]`, on the scratch PostgreSQL of DATABASE_URL. */
export async function main([port]: string[]): Promise<number> {
  await prepareEnvironment();
  await benchGeo(Number(port ?? FIRST_PORT));
  return 0;
}
