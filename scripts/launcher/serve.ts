import type { Core } from '@strapi/strapi';
import { loadEnv } from '../../src/env';
import { createGracefulShutdown } from '../../src/lib/graceful-shutdown';
import { loadApp } from './load-app';
import type { ReadyDatabase } from './with-database';

/** Serves the app until a signal stops it; resolves to the exit code. */
export async function serve(
  database: ReadyDatabase,
  afterStart: (strapi: Core.Strapi) => Promise<void> = () => Promise.resolve(),
): Promise<number> {
  const env = loadEnv();
  const strapi = await loadApp(database);
  return new Promise<number>((resolve, reject) => {
    const stop = createGracefulShutdown({
      server: strapi.server.httpServer,
      destroy: () => strapi.destroy(),
      graceSeconds: env.SHUTDOWN_GRACE_SECONDS,
      delaySeconds: env.SHUTDOWN_DELAY_SECONDS,
      // After a clean stop the claim on the database is still to be ended; after a failed one nothing can be waited for.
      exit: (code) => (code === 0 ? resolve(0) : process.exit(code)),
      log: (line) => process.stderr.write(`${line}\n`),
    });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.on(signal, () => void stop(signal));
    strapi
      .start()
      .then(() => afterStart(strapi))
      .catch(reject);
  });
}
