import { type Core, createStrapi } from '@strapi/strapi';
import { setEnvironment } from '../../src/env';
import { APP_DIR, DIST_DIR } from './folders';
import { type ReadyDatabase, withDatabase } from './with-database';

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Strapi answers signals by destroying itself at once, requests in flight included; its own listeners go. */
function createWithoutSignalListeners(): Core.Strapi {
  const before = SIGNALS.map((signal) => new Set(process.listeners(signal)));
  const strapi = createStrapi({ appDir: APP_DIR, distDir: DIST_DIR });
  SIGNALS.forEach((signal, index) => {
    for (const listener of process.listeners(signal)) {
      if (!before[index]?.has(listener)) process.off(signal, listener);
    }
  });
  return strapi;
}

/** Loads the app without listening: schema in step, SQL files applied, plugins up. */
export async function loadApp(database: ReadyDatabase): Promise<Core.Strapi> {
  const giveTurnBack = await database.takeBootTurn();
  try {
    return await createWithoutSignalListeners().load();
  } finally {
    await giveTurnBack();
  }
}

/**
 * Runs a command with the app loaded, beside a server or alone. Resolves to the command's exit code.
 * A command adds jobs and leaves them to a server: it would be gone before they end.
 */
export function withApp(run: (strapi: Core.Strapi) => Promise<number>): Promise<number> {
  return withDatabase('command', async (database) => {
    setEnvironment({ JOBS_ENABLED: 'false' });
    const strapi = await loadApp(database);
    try {
      return await run(strapi);
    } finally {
      await strapi.destroy();
    }
  });
}
