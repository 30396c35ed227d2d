import os from 'node:os';
import { childEnvironment, loadEnv } from '../../src/env';
import { forkServer } from './fork-server';
import { measure, middleOf, type Round } from './measure';
import { makeDatabase, signInToShoal, signInToStock } from './signed-in';
import type { StockType } from './stock-process';

const ROUNDS = 3;
const SECONDS = 6;
const CONNECTIONS = 20;

interface Contender {
  name: string;
  baseUrl: string;
  headers: Record<string, string>;
}

async function compare(contenders: Contender[], path: string): Promise<Map<string, Round>> {
  const rounds = new Map<string, Round[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const { name, ...target } of contenders) {
      const seconds = round === 0 ? 2 : SECONDS;
      const figures = await measure({
        ...target,
        paths: [path],
        seconds,
        connections: CONNECTIONS,
      });
      if (round > 0) rounds.get(name)?.push(figures); // the first only warms up
    }
  }
  return new Map([...rounds].map(([name, all]) => [name, middleOf(all)]));
}

interface SideBySide {
  /** Names the two databases. */
  area: string;
  firstPort: number;
  types?: StockType[];
  /** Puts rows into both databases, once both apps are up and the bench's person is in ours. */
  fill?: (urls: { shoal: string; stock: string }) => Promise<void>;
  /** What to ask, and the least that ours is to be of stock. */
  paths: readonly { path: string; atLeast: number }[];
}

/**
 * Requests of a person who is signed in: ours beside those of a stock Strapi with users-permissions, on
 * two databases of one server, in one run, in turns.
 */
export async function benchSideBySide(bench: SideBySide): Promise<void> {
  const { area, firstPort: port, types = [], fill, paths } = bench;
  const { databaseUrl, DATABASE_POOL_MAX: poolSize } = loadEnv();
  const shoal = await makeDatabase(databaseUrl, `bench_${area}_shoal`);
  const stock = await makeDatabase(databaseUrl, `bench_${area}_stock`);
  const far = '1000000/second';
  const production = { NODE_ENV: 'production', SHOAL_PROFILE: 'demo', LOG_LEVEL: 'error' };
  const environment = {
    ...production,
    DATABASE_URL: shoal,
    THROTTLE_USER: far,
    THROTTLE_ANON: far,
    JOBS_ENABLED: 'false',
  };
  const children = [
    await forkServer({
      file: 'app-process.js',
      args: [String(port)],
      env: childEnvironment(environment),
    }),
    await forkServer({
      file: 'stock-process.js',
      args: [String(port + 1), stock, String(poolSize), JSON.stringify(types)],
    }),
  ];
  const [shoalUrl, stockUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`];
  try {
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    const contenders = [
      { name: 'shoal', baseUrl: shoalUrl, headers: bearer(await signInToShoal(shoalUrl, shoal)) },
      { name: 'stock', baseUrl: stockUrl, headers: bearer(await signInToStock(stockUrl)) },
    ];
    await fill?.({ shoal, stock });
    for (const { path, atLeast } of paths) {
      const middle = await compare(contenders, path);
      process.stdout.write(
        `\nGET ${path}, signed in, ${CONNECTIONS} connections, middle of ${ROUNDS} rounds, ` +
          `load ${os.loadavg()[0]?.toFixed(1)}\n\n`,
      );
      for (const [name, { requestsPerSecond, p50, p99 }] of middle) {
        const figure = requestsPerSecond.toFixed(1).padStart(9);
        process.stdout.write(`${name.padEnd(8)}${figure} req/s   p50 ${p50} ms   p99 ${p99} ms\n`);
      }
      const speed = (name: string) => middle.get(name)?.requestsPerSecond ?? NaN;
      const ratio = (speed('shoal') / speed('stock')).toFixed(2);
      process.stdout.write(`\nshoal / stock ${ratio} (at least ${atLeast})\n`);
    }
  } finally {
    for (const child of children) child.kill();
  }
}
