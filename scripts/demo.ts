import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { loadEnv, setEnvironment } from '../src/env';
import { buildPanelIfStale } from './launcher/admin-panel';
import { DIST_DIR } from './launcher/folders';
import { serve } from './launcher/serve';
import { withDatabase } from './launcher/with-database';

/** What scripts/seed.ts exports for this. */
interface SeedModule {
  runSeed: (options: { strapi: Core.Strapi; demo: boolean }) => Promise<unknown>;
}

async function seed(strapi: Core.Strapi): Promise<void> {
  const file = path.join(DIST_DIR, 'scripts', 'seed.js');
  if (!existsSync(file)) return;
  // The compiler cannot know a module that is found by its path; scripts/seed.ts is the one that stands there.
  const { runSeed } = (await import(file)) as SeedModule;
  await runSeed({ strapi, demo: true });
}

function tellWhere(): void {
  const { publicUrl } = loadEnv();
  const lines = [
    '',
    'Shoal is running with demonstration data.',
    `  Admin panel  ${publicUrl}/admin`,
    `  API          ${publicUrl}/api`,
    `  Docs         ${publicUrl}/api/docs`,
    'Ctrl-C stops it; the next start is quick.',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** `npm run demo`: everything on one machine, filled with demonstration data, the admin panel built. */
export async function main(): Promise<number> {
  setEnvironment({ SHOAL_PROFILE: 'demo', NODE_ENV: 'production' });
  return withDatabase('server', async (database) => {
    await buildPanelIfStale();
    return serve(database, async (strapi) => {
      await seed(strapi);
      tellWhere();
    });
  });
}
