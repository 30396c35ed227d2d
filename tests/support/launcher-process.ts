import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..', '..');

/** What a test run sets for its own database must not reach a launcher that is to bring its own. */
const SET_BY_TEST_RUN =
  /^(DATABASE_|DB_|EMBEDDED_|APP_KEYS|.*_SECRET$|.*_SALT$|ENCRYPTION_KEY|PORT$|DATA_DIR$|SHOAL_|NODE_ENV$|JEST_)/;

export interface LauncherProcess {
  pid: number;
  /** What it has written so far, both streams. */
  output: () => string;
  /** Resolves to the exit code, or to the name of the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
  kill: (signal: NodeJS.Signals) => void;
}

/** A data folder of its own, and commands run on it as real processes. */
export function createLauncherFolder() {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'shoal-launcher-'));
  const children: ChildProcess[] = [];
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !SET_BY_TEST_RUN.test(name)),
  );

  const run = (command: string, variables: Record<string, string> = {}): LauncherProcess => {
    const env = { ...own, SERVE_ADMIN_PANEL: 'false', DATA_DIR: dataDir, ...variables };
    const child = spawn(process.execPath, ['scripts/run.mjs', command], { cwd: ROOT, env });
    children.push(child);
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    child.stderr.on('data', (text: Buffer) => (output += text.toString()));
    const ended = new Promise<number | NodeJS.Signals>((resolve) =>
      child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL')),
    );
    return {
      pid: child.pid ?? 0,
      output: () => output,
      ended,
      kill: (signal) => child.kill(signal),
    };
  };

  return {
    dataDir,
    run,
    /** The process that holds the database now; undefined when none does. */
    databasePid: (): number | undefined => {
      try {
        const lock = readFileSync(path.join(dataDir, 'postgis.lock'), 'utf8');
        return (JSON.parse(lock) as { pid: number }).pid;
      } catch {
        return undefined;
      }
    },
    remove: (): void => {
      for (const child of children) child.kill('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

/** Asks again until the answer is yes. */
export async function until(
  what: string,
  ask: () => boolean | Promise<boolean>,
  withinMs = 120_000,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!(await ask())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
