import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Figure } from './import-process';

/**
 * Imports generated records through the whole pipeline: replay server in a process of its own, real
 * HTTP, checks, merge. Rates and memory of each size, then the same again with nothing changed.
 */

const ROOT = path.resolve(__dirname, '..', '..', '..');
const REPLAY = path.join('tests', 'support', 'replay-server', 'main.ts');
const HOOK = path.join('tests', 'support', 'typescript-hook.cjs');
const DEFAULT_SIZES = '10000,500000';

async function startReplay(count: number): Promise<{ url: string; child: ChildProcess }> {
  const args = ['--require', `./${HOOK}`, REPLAY, '--quiet', '--generated', String(count)];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [url] = (await Promise.race([once(lines, 'line'), once(child, 'exit')])) as [unknown];
  if (typeof url !== 'string') throw new Error('The replay server did not start.');
  return { url, child };
}

/** Options of the Node.js that `npm run import` starts, so that the bench has them too. */
function importFlags(): string[] {
  const text = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  // Our own file: a script that is gone or looks otherwise just has no options.
  const { scripts } = JSON.parse(text) as { scripts: Record<string, string | undefined> };
  return scripts['import']?.split(' ').filter((word) => word.startsWith('--')) ?? [];
}

function print({ name, read, recordsPerSecond, ...memory }: Figure): void {
  process.stdout.write(
    `${name.padEnd(24)} ${String(read).padStart(8)} records  ${String(recordsPerSecond).padStart(6)}/s` +
      `  peak RSS ${memory.peakRssMebibytes} MB, heap after gc ${memory.heapMebibytes} MB\n`,
  );
}

/** Measures one size in a process of its own, so that nothing of another size is in its memory. */
async function measureSize(count: number): Promise<void> {
  const { url, child } = await startReplay(count);
  const execArgv = ['--expose-gc', ...importFlags()];
  const file = path.join(__dirname, 'import-process.js');
  const measured = fork(file, [String(count), `${url}/v3`], { cwd: ROOT, execArgv });
  measured.on('message', (figure: Figure) => print(figure));
  try {
    const [code] = (await once(measured, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`The import of ${count} records did not succeed.`);
  } finally {
    measured.kill();
    child.kill();
  }
}

/** `npm run bench -- import [--records 10000,500000]`, on the scratch database of DATABASE_URL: it is emptied. */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { records: { type: 'string', default: DEFAULT_SIZES } },
  });
  const flags = importFlags().join(' ') || 'no options';
  const load = () => os.loadavg()[0]?.toFixed(2);
  process.stdout.write(
    `${os.cpus().length} cores (${os.cpus()[0]?.model}), node with ${flags}, load ${load()} at start\n`,
  );
  for (const size of values.records.split(',').map(Number)) await measureSize(size);
  process.stdout.write(`load ${load()} at the end\n`);
  return 0;
}
