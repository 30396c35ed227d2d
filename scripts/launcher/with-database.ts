import { Client } from 'pg';
import { loadEnv, setEnvironment } from '../../src/env';
import type { DatabaseRole } from './control-protocol';
import { claimDatabase, type DatabaseClaim } from './database-claim';
import { prepareEnvironment } from './environment';
import { type DataFolder, openDataFolder } from './folders';
import { LauncherError } from './launcher-error';

export interface ReadyDatabase {
  url: string;
  isEmbedded: boolean;
  /** Loading the app changes the schema and Strapi has no lock for that, so one process does it at a time. */
  takeBootTurn: () => Promise<() => Promise<void>>;
}

const say = (line: string) => process.stderr.write(`${line}\n`);
const CONNECT_TIMEOUT_MS = 10_000;
const BOOT_TURN_KEY = 7_464_665; // any number, the same for every process

/** The first connection to a database that somebody else runs: what is wrong with it is theirs to mend. */
async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  try {
    // When PostgreSQL ends this session the boot fails by itself; the event must not end the process.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (cause) {
    const { host, pathname } = new URL(url); // the rest of it is a secret
    const said =
      cause instanceof Error
        ? cause.message || String((cause as NodeJS.ErrnoException).code)
        : String(cause);
    throw new LauncherError(
      `The database ${pathname.slice(1)} at ${host} cannot be opened: ${said}\nCheck DATABASE_URL (or DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD), and that the server runs.`,
      { cause },
    );
  }
}

function externalDatabase(url: string): ReadyDatabase {
  return {
    url,
    isEmbedded: false,
    takeBootTurn: async () => {
      const client = await connectTo(url);
      await client.query('select pg_advisory_lock($1)', [BOOT_TURN_KEY]);
      return () => client.end(); // the lock ends with its session
    },
  };
}

/** Brings the embedded database back for as long as the server lives. */
async function keepAlive(
  folder: DataFolder,
  held: { claim: DatabaseClaim },
  name: string,
): Promise<void> {
  for (;;) {
    await held.claim.lost;
    const { url } = held.claim;
    say('The embedded database has ended unexpectedly; starting it again.');
    held.claim = await claimDatabase(folder, { role: 'server', name, pid: process.pid });
    if (held.claim.url !== url) {
      throw new LauncherError(
        'The embedded database came back under another address, since its port was taken. Start the server again.',
      );
    }
    say('The embedded database is back.');
  }
}

async function runOnEmbedded<Result>(
  role: DatabaseRole,
  dataDir: string,
  run: (database: ReadyDatabase) => Promise<Result>,
): Promise<Result> {
  const folder = openDataFolder(dataDir);
  const name = `npm run ${process.argv[2] ?? 'command'}`;
  const held = { claim: await claimDatabase(folder, { role, name, pid: process.pid }) };
  const { url } = held.claim;
  setEnvironment({ DATABASE_URL: url, DATABASE_POOL_MAX: '1', EMBEDDED_DATABASE: 'true' });
  if (role === 'server') {
    say(
      `Embedded PostGIS in ${folder.database}: for one machine and one server process. Set DATABASE_URL for anything more.`,
    );
    keepAlive(folder, held, name).catch((error) => {
      say(error instanceof LauncherError ? error.message : String(error));
      process.exit(1);
    });
  }
  try {
    const takeBootTurn = async () => {
      const giveBack = await held.claim.takeBootTurn();
      return () => Promise.resolve(giveBack());
    };
    return await run({ url, isEmbedded: true, takeBootTurn });
  } finally {
    held.claim.end();
  }
}

/**
 * Completes the environment and runs something with a database: the configured one, or else the embedded one,
 * started when it does not run and kept for as long as this takes. A server claims it alone; a command is
 * welcome beside a server.
 */
export async function withDatabase<Result>(
  role: DatabaseRole,
  run: (database: ReadyDatabase) => Promise<Result>,
): Promise<Result> {
  const { profile, dataDir, isDatabaseGiven } = await prepareEnvironment();
  // Production without a database: parsing the environment says so, with every other fault.
  if (isDatabaseGiven || profile === 'production')
    return run(externalDatabase(loadEnv().databaseUrl));
  return runOnEmbedded(role, dataDir, run);
}
