import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Figure, Order, Report } from './import-process';

const ROOT = path.resolve(__dirname, '..', '..', '..');
const REPLAY = path.join('tests', 'support', 'replay-server', 'main.ts');
const HOOK = path.join('tests', 'support', 'typescript-hook.cjs');

/** Options of the Node.js that `npm run import` starts, so that the bench has them too. */
export function importFlags(): string[] {
  const text = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  // Our own file: a script that is gone or looks otherwise just has no options.
  const { scripts } = JSON.parse(text) as { scripts: Record<string, string | undefined> };
  return scripts['import']?.split(' ').filter((word) => word.startsWith('--')) ?? [];
}

/** A replay server and the app that imports from it, each a process of its own. */
export interface Importer {
  /** Carries out an import. @throws Error when it does not succeed. */
  run(order: Order, onProgress?: (read: number) => void): Promise<Figure>;
  stop(): void;
}

async function startReplay(count: number): Promise<{ url: string; child: ChildProcess }> {
  const args = ['--require', `./${HOOK}`, REPLAY, '--quiet', '--generated', String(count)];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [url] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [unknown];
  if (typeof url !== 'string') throw new Error('The replay server did not start.');
  return { url, child };
}

/** Waits for a report of a kind; the end of the process instead is a failure. */
function waitFor<Kind extends Report['kind']>(child: ChildProcess, kind: Kind) {
  return new Promise<Extract<Report, { kind: Kind }>>((resolve, reject) => {
    const hear = (report: Report) => {
      if (report.kind !== kind) return;
      child.off('message', hear);
      child.off('exit', fail);
      // The kind was compared right above.
      resolve(report as Extract<Report, { kind: Kind }>);
    };
    const fail = () => reject(new Error('The import did not succeed.'));
    child.on('message', hear);
    child.once('exit', fail);
  });
}

/**
 * Starts both on the scratch database of DATABASE_URL, which is emptied.
 * @param count records that the replay server has
 */
export async function startImporter(count: number): Promise<Importer> {
  const replay = await startReplay(count);
  const execArgv = ['--expose-gc', ...importFlags()];
  const file = path.join(__dirname, 'import-process.js');
  const child = fork(file, [`${replay.url}/v3`], { cwd: ROOT, execArgv });
  const stop = () => {
    child.kill();
    replay.child.kill();
  };
  try {
    await waitFor(child, 'ready');
  } catch (error) {
    stop();
    throw error;
  }
  return {
    async run(order, onProgress) {
      const hear = (report: Report) => {
        if (report.kind === 'progress') onProgress?.(report.read);
      };
      child.on('message', hear);
      const reported = waitFor(child, 'figure');
      child.send(order);
      try {
        return (await reported).figure;
      } finally {
        child.off('message', hear);
      }
    },
    stop,
  };
}
