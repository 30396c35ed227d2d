import { loadEnv, setEnvironment } from '../src/env';
import { describeSeed } from '../src/seed/seed-report';
import { buildPanelIfStale } from './launcher/admin-panel';
import { serve } from './launcher/serve';
import { withDatabase } from './launcher/with-database';
import { runSeed } from './seed';

function describeAddresses(): string {
  const { publicUrl } = loadEnv();
  return [
    'Shoal is running with demonstration data.',
    `  Admin panel  ${publicUrl}/admin`,
    '               with the account shown at the first start; npm run create-admin makes another',
    `  API          ${publicUrl}/api/geo/occurrences?bbox=-10,35,5,45&limit=5`,
    `  Docs         ${publicUrl}/api/docs`,
    'Ctrl-C stops it; the next start is quick.',
  ].join('\n');
}

/** `npm run demo`: everything on one machine, filled with demonstration data, the admin panel built. */
export async function main(): Promise<number> {
  setEnvironment({ SHOAL_PROFILE: 'demo', NODE_ENV: 'production' });
  return withDatabase('server', async (database) => {
    await buildPanelIfStale();
    return serve(database, async (strapi) => {
      const report = await runSeed({ strapi, tell: () => undefined });
      process.stdout.write(`\n${describeSeed(report)}\n\n${describeAddresses()}\n\n`);
    });
  });
}
