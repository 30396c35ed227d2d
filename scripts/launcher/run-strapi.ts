import { type ForkOptions, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { APP_DIR } from './folders';

/** The command line of the installed Strapi. */
const strapiCommand = () =>
  path.join(
    path.dirname(
      createRequire(path.join(APP_DIR, 'package.json')).resolve('@strapi/strapi/package.json'),
    ),
    'bin',
    'strapi.js',
  );

/** Runs `strapi <args>` as a child that ends with this process, whatever ends it; resolves to its exit code. */
export function runStrapi(args: string[], options: ForkOptions = {}): Promise<number> {
  const guard = path.join(APP_DIR, 'scripts', 'launcher-guard.cjs');
  const child = fork(strapiCommand(), args, {
    cwd: APP_DIR,
    execArgv: ['--require', guard],
    ...options,
  });
  const stop = () => {
    if (child.connected) child.disconnect();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 0));
  });
}
