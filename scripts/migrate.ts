import { withApp } from './launcher/load-app';

/** `npm run migrate`: brings the database's schema in step with the code and ends; the release step of production. */
export const main = (): Promise<number> =>
  withApp(() => {
    process.stdout.write('The database is in step with the code.\n');
    return Promise.resolve(0);
  });
