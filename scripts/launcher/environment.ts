import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  type LauncherSettings,
  loadEnvFile,
  readLauncherSettings,
  setEnvironment,
} from '../../src/env';
import { APP_DIR, openDataFolder } from './folders';
import { keepSecrets } from './secrets';

/**
 * Completes the environment of this process: `.env` when there is one, and outside production the signing
 * secrets that nobody gave.
 */
export async function prepareEnvironment(): Promise<LauncherSettings> {
  const file = path.join(APP_DIR, '.env');
  if (existsSync(file)) loadEnvFile(file);
  setEnvironment({ STRAPI_TELEMETRY_DISABLED: 'true' });
  const settings = readLauncherSettings();
  if (settings.profile === 'production' || settings.missingSecretNames.length === 0)
    return settings;
  const { secrets: secretsFile } = openDataFolder(settings.dataDir);
  const kept = await keepSecrets(secretsFile, settings.missingSecretNames);
  for (const name of settings.missingSecretNames) setEnvironment({ [name]: kept[name] ?? '' });
  return settings;
}
