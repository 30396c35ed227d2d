import { setEnvironment } from '../src/env';
import { withApp } from './launcher/load-app';
import type { ImportRuns, Run } from '../src/plugins/importer/contract/run';
import { readImportOptions } from './import/options';
import { createReporter } from './import/reporter';

/** Exit codes that a script can tell apart. */
const EXIT_CODES: Partial<Record<Run['state'], number>> = { succeeded: 0, partial: 2, paused: 130 };
const FAILED = 1;

/**
 * `npm run import -- <source> ...`: runs one import to its end, beside a server or alone. The first
 * SIGINT or SIGTERM lets the run finish what it is writing; the same command continues it later.
 */
export async function main(args: string[]): Promise<number> {
  const { request, isJson } = readImportOptions(args);
  const reporter = createReporter({ isJson, output: process.stdout, log: process.stderr });
  // The log of a server goes to standard output, where here the result stands.
  setEnvironment({ LOG_LEVEL: 'error' });
  const stop = new AbortController();
  const interrupt = () => {
    reporter.say('Finishing the records at hand; run the same command to go on.');
    stop.abort();
  };
  return withApp(async (strapi) => {
    const runs = strapi.plugin('importer').service<ImportRuns>('runs');
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
    try {
      const run = await runs.start({
        ...request,
        signal: stop.signal,
        onProgress: (current) => reporter.progress(current),
      });
      reporter.finish(run);
      return EXIT_CODES[run.state] ?? FAILED;
    } catch (error) {
      if ((error as Error).name !== 'Problem') throw error;
      reporter.say((error as Error).message);
      return FAILED;
    } finally {
      reporter.close();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
    }
  });
}
