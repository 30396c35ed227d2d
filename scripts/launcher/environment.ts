import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  type LauncherSettings,
  loadEnvFile,
  readLauncherSettings,
  SECRET_NAMES,
  SIGNING_SECRET_NAMES,
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
  // Columns of Strapi's datetime type hold no zone: every process must read them in the same one.
  setEnvironment({ STRAPI_TELEMETRY_DISABLED: 'true', TZ: 'UTC' });
  const settings = readLauncherSettings();
  if (settings.profile === 'production' || settings.missingSecretNames.length === 0)
    return settings;
  const { secrets: secretsFile } = openDataFolder(settings.dataDir);
  const kept = await keepSecrets(secretsFile, settings.missingSecretNames);
  for (const name of settings.missingSecretNames) setEnvironment({ [name]: kept[name] ?? '' });
  return settings;
}

/**
 * Settings for what opens no database and signs nothing, like building the admin panel or describing the API:
 * reading the settings asks for all of them.
 */
export const settingsWithoutDatabase = (): Record<string, string> => ({
  ...Object.fromEntries(SECRET_NAMES.map((name) => [`${name}_FILE`, ''])),
  ...Object.fromEntries(
    SIGNING_SECRET_NAMES.map((name) => [name, randomBytes(32).toString('base64')]),
  ),
  NODE_ENV: 'production',
  SHOAL_PROFILE: 'demo',
  DATABASE_URL: 'postgresql://127.0.0.1:1/none',
  PUBLIC_URL: 'http://localhost',
  STRAPI_TELEMETRY_DISABLED: 'true',
});
