import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Client } from 'pg';
import { parseArgs } from 'node:util';
import { childEnvironment, loadEnv } from '../../src/env';
import { prepareEnvironment } from '../launcher/environment';
import { forkServer } from './fork-server';
import { dropDatabase, makeDatabase } from './signed-in';
import { ask } from './realtime/calls';
import { printFigures } from './realtime/print-figures';
import { fillStage } from './realtime/stage';
import { measureAll, type Players } from './realtime/measure-all';

const FIRST_PORT = 23_290;
const DATABASE = 'bench_realtime';
/** Nothing of this takes longer; whatever hangs is not waited for. */
const MOST_SECONDS = 240;
const END_MS = 10_000;
const DEFAULT_PEOPLE = 5000;

async function databaseVersion(databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ words: string }>(
      `select 'PostgreSQL ' || current_setting('server_version') ||
              ', synchronous_commit ' || current_setting('synchronous_commit') as words`,
    );
    return rows[0]?.words ?? '';
  } finally {
    await client.end();
  }
}

/** Asks it to end, and ends it when it does not. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  const patience = setTimeout(() => child.kill('SIGKILL'), END_MS);
  await once(child, 'exit');
  clearTimeout(patience);
}

/**
 * `npm run bench -- realtime [--people 5000] [--port 23290] [--profile <folder>]`: chat and positions of
 * one process beside a bare Socket.IO server and bare inserts. Makes a database of its own on the
 * PostgreSQL server of DATABASE_URL and drops it at the end.
 */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      people: { type: 'string', default: String(DEFAULT_PEOPLE) },
      port: { type: 'string', default: String(FIRST_PORT) },
      only: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  await prepareEnvironment();
  const { databaseUrl: serverUrl, DATABASE_POOL_MAX: poolSize } = loadEnv();
  const port = Number(values.port);
  const people = Number(values.people);
  const databaseUrl = await makeDatabase(serverUrl, DATABASE);
  const children: ChildProcess[] = [];
  const start = async (server: Parameters<typeof forkServer>[0]) => {
    const child = await forkServer(server);
    children.push(child);
    return child;
  };
  const stopAll = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  const tooLong = setTimeout(stopAll, MOST_SECONDS * 1000);
  process.once('SIGINT', stopAll).once('SIGTERM', stopAll);
  try {
    const app = await start({
      file: 'realtime/app.js',
      args: [String(port)],
      execArgv: ['--expose-gc'],
      env: childEnvironment({
        NODE_ENV: 'production',
        SHOAL_PROFILE: 'demo',
        LOG_LEVEL: 'error',
        DATABASE_URL: databaseUrl,
        JOBS_ENABLED: 'false',
        // Each person comes from an address of their own, as the load says in X-Forwarded-For.
        TRUSTED_PROXY_HOPS: '1',
      }),
    });
    const staged = await fillStage(databaseUrl, { people, inLarge: Math.min(2000, people) });
    const tokens = await ask<string[]>(app, 'tokens', staged);
    const players: Players = {
      app,
      bare: await start({
        file: 'realtime/bare.js',
        args: [String(port + 1), databaseUrl, String(poolSize)],
        execArgv: ['--expose-gc'],
      }),
      load: await start({ file: 'realtime/load.js', args: [] }),
      bareLoad: await start({ file: 'realtime/load.js', args: [] }),
    };
    await ask(players.load, 'start', { port, people: staged, tokens });
    await ask(players.bareLoad, 'start', { port: port + 1, people: staged, tokens: [] });
    const measured = await measureAll(players, {
      people,
      databaseName: DATABASE,
      only: values.only?.split(','),
      profiles: values.profile && path.resolve(values.profile),
      report: (words) => process.stderr.write(`${words}\n`),
    });
    printFigures(measured, { databaseVersion: await databaseVersion(databaseUrl), people });
    return 0;
  } finally {
    clearTimeout(tooLong);
    await Promise.all(children.map(endProcess));
    await dropDatabase(serverUrl, DATABASE);
  }
}
