import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import {
  createLauncherFolder,
  freePort,
  type LauncherProcess,
  until,
} from '../support/launcher-process';

/** Real processes on a data folder of their own; the database of the test run is not used. */
jest.setTimeout(300_000);

const folder = createLauncherFolder();
let port: number;
let server: LauncherProcess;

const isUp = () =>
  fetch(`http://127.0.0.1:${port}/_health`).then(
    (answer) => answer.status === 204,
    () => false,
  );
const askGeo = () => fetch(`http://127.0.0.1:${port}/api/geo/occurrences?bbox=0,0,1,1`);
const answersGeo = () =>
  askGeo().then(
    (answer) => answer.ok,
    () => false,
  );
const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};
const databaseIsGone = () =>
  until('the database process is gone', () => folder.databasePid() === undefined);

async function startServer(): Promise<void> {
  server = folder.run('start', { PORT: String(port), LOG_LEVEL: 'warn' });
  await until('the server is up', async () => {
    const exit = await Promise.race([server.ended, Promise.resolve(undefined)]);
    if (exit !== undefined) throw new Error(`The server ended with ${exit}:\n${server.output()}`);
    return isUp();
  });
}

async function openClient(): Promise<Client> {
  const command = folder.run('db-url');
  expect(await command.ended).toBe(0);
  const client = new Client({ connectionString: command.output().trim() });
  client.on('error', () => undefined); // the database is killed in some of these tests
  await client.connect();
  return client;
}

beforeAll(async () => {
  port = await freePort();
});
afterAll(() => folder.remove());

it('says in words, without the password, that the configured database does not answer', async () => {
  const command = folder.run('migrate', {
    DATABASE_URL: `postgresql://shoal:hunter2@127.0.0.1:${port}/shoal`,
  });
  expect(await command.ended).toBe(1);
  expect(command.output()).toContain(`The database shoal at 127.0.0.1:${port} cannot be opened`);
  expect(command.output()).not.toMatch(/hunter2|^ +at /m);
});

describe('a fresh data folder', () => {
  it('serves two commands that start at once', async () => {
    const commands = [folder.run('migrate'), folder.run('migrate')];
    const codes = await Promise.all(commands.map(({ ended }) => ended));
    expect({ codes, output: commands.map(({ output }) => output()) }).toMatchObject({
      codes: [0, 0],
    });
    await databaseIsGone();
  });

  it('keeps secrets that only their owner can read, and keeps them the same', async () => {
    const file = path.join(folder.dataDir, 'secrets.json');
    const before = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(Object.keys(JSON.parse(before) as object)).toContain('APP_KEYS');
    const command = folder.run('db-url');
    expect(await command.ended).toBe(1);
    expect(command.output()).toContain('No database runs');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('a running server', () => {
  beforeAll(startServer);

  it('is the only one on its data folder', async () => {
    const second = folder.run('start', { PORT: String(await freePort()) });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`already served by "npm run start" (process ${server.pid})`);
    expect(await isUp()).toBe(true);
  });

  it('lets commands work beside it', async () => {
    const command = folder.run('migrate');
    expect({ code: await command.ended, output: command.output() }).toMatchObject({ code: 0 });
    expect(await answersGeo()).toBe(true);
  });

  it('gives each of many clients its own answers, among failing statements and transactions', async () => {
    const clients = await Promise.all([openClient(), openClient(), openClient(), openClient()]);
    const [failing, transacting, ...asking] = clients;
    const rounds = Array.from({ length: 40 }, (_, index) => index);
    const keepFailing = async () => {
      for (const round of rounds) {
        await expect(failing?.query('select $1::int / 0', [round])).rejects.toThrow(
          'division by zero',
        );
      }
    };
    const keepTransacting = async () => {
      for (const round of rounds) {
        for (const statement of ['begin', `select ${round}`, 'commit'])
          await transacting?.query(statement);
      }
    };
    const keepAsking = asking.map(async (client, offset) => {
      for (const round of rounds) {
        const { rows } = await client.query(
          "select $1::int as n, repeat('x', 20000 + $2::int) as long",
          [round, offset],
        );
        expect(rows).toEqual([{ n: round, long: 'x'.repeat(20_000 + offset) }]);
      }
    });
    await Promise.all([keepFailing(), keepTransacting(), ...keepAsking]);
    await Promise.all(clients.map((client) => client.end()));
  });

  it('goes on when a client vanishes in the middle of a transaction', async () => {
    const [vanishing, watching] = await Promise.all([openClient(), openClient()]);
    await vanishing.query('create table left_behind (n int)');
    await vanishing.query('begin');
    await vanishing.query('insert into left_behind values (1)');
    const count = watching.query('select 1 from left_behind');
    (
      vanishing as unknown as { connection: { stream: { destroy: () => void } } }
    ).connection.stream.destroy();
    expect((await count).rowCount).toBe(0);
    await watching.query('drop table left_behind');
    await watching.end();
    expect(await answersGeo()).toBe(true);
  });

  it('refuses a client without the password of the data folder', async () => {
    const known = await openClient();
    const stranger = new Client({
      host: '127.0.0.1',
      port: known.port,
      user: 'postgres',
      password: 'guess',
    });
    await expect(stranger.connect()).rejects.toMatchObject({ code: '28P01' });
    await known.end();
  });

  it('gets its database back, and answers again, after that was killed', async () => {
    const killed = folder.databasePid() ?? 0;
    process.kill(killed, 'SIGKILL');
    await until(
      'another database process holds the folder',
      () => ![killed, undefined].includes(folder.databasePid()),
    );
    await until('requests are answered again', answersGeo);
    expect(server.output()).toContain('The embedded database is back.');
  });

  it('finishes the request in flight before it ends on SIGTERM', async () => {
    const blocker = await openClient();
    await blocker.query('begin'); // one session serves all, so the request now waits for this client
    const request = askGeo();
    await new Promise((resolve) => setTimeout(resolve, 500));
    server.kill('SIGTERM');
    await until('the server drains', () => server.output().includes('finishing 1 request'));
    await until('no new connection is taken', async () => !(await isUp()));
    await blocker.query('commit');
    const answer = await request;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('connection')).toBe('close');
    await blocker.end();
    expect(await server.ended).toBe(0);
    await databaseIsGone();
  });
});

describe('a server that is killed', () => {
  it('takes its database along, and the next start works', async () => {
    await startServer();
    const databasePid = folder.databasePid() ?? 0;
    server.kill('SIGKILL');
    await until('the database process has ended by itself', () => isGone(databasePid));
    expect(folder.databasePid()).toBeUndefined();
    await startServer();
    expect(await answersGeo()).toBe(true);
    server.kill('SIGINT');
    expect(await server.ended).toBe(0);
  });
});
