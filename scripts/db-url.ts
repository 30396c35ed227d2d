import { loadEnv } from '../src/env';
import { attachToDatabase } from './launcher/database-claim';
import { prepareEnvironment } from './launcher/environment';
import { openDataFolder } from './launcher/folders';
import { LauncherError } from './launcher/launcher-error';

/** `npm run -s db:url`: the address of the configured database, or of the embedded one while it runs. */
export async function main(): Promise<number> {
  const { dataDir, isDatabaseGiven, profile } = await prepareEnvironment();
  if (isDatabaseGiven || profile === 'production') {
    process.stdout.write(`${loadEnv().databaseUrl}\n`);
    return 0;
  }
  const claimant = { role: 'command', name: 'npm run db:url', pid: process.pid } as const;
  const claim = await attachToDatabase(openDataFolder(dataDir), claimant);
  if (!claim)
    throw new LauncherError(
      'No database runs: none is configured, and no server or command has the embedded one open.',
    );
  process.stdout.write(`${claim.url}\n`);
  claim.end();
  return 0;
}
