import { type Core, createStrapi } from '@strapi/strapi';
import { setEnvironment } from '../../src/env';
import { settingsWithoutDatabase } from './environment';
import { APP_DIR, DIST_DIR } from './folders';

/** The app as far as it goes without a database: content types, plugins and routes are known. */
export async function registerApp(): Promise<Core.Strapi> {
  setEnvironment(settingsWithoutDatabase());
  const strapi = createStrapi({ appDir: APP_DIR, distDir: DIST_DIR });
  await strapi.register();
  strapi.server.initRouting();
  return strapi;
}
