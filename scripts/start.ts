import { loadEnv } from '../src/env';
import { buildPanelIfStale, isPanelBuilt } from './launcher/admin-panel';
import { LauncherError } from './launcher/launcher-error';
import { serve } from './launcher/serve';
import { withDatabase } from './launcher/with-database';

/** `npm start`: serves the compiled app. In production the admin panel must have been built before. */
export const main = (): Promise<number> =>
  withDatabase('server', async (database) => {
    const { profile, SERVE_ADMIN_PANEL: needsPanel } = loadEnv();
    if (needsPanel && profile !== 'production') await buildPanelIfStale();
    if (needsPanel && !isPanelBuilt())
      throw new LauncherError('The admin panel is not built. Run: npm run build');
    return serve(database);
  });
