import { loadEnv } from '../src/env';
import { runStrapi } from './launcher/run-strapi';
import { withDatabase } from './launcher/with-database';

/** `npm run develop`: a database, the app reloading as its files change, and the Content-Type Builder. */
export const main = (args: string[]): Promise<number> =>
  withDatabase('server', async () => {
    loadEnv(); // so that faults of the environment are told before anything starts
    return runStrapi(['develop', '--no-install-deps', ...args]);
  });
