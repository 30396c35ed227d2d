import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createStrapi } from '@strapi/strapi';
import type { DocsService } from '../src/api/docs/services/docs';
import { setEnvironment } from '../src/env';
import { prepareEnvironment } from './launcher/environment';
import { APP_DIR } from './launcher/folders';

/** The text of `docs/openapi.json`. Routes are known before a database is, so none is needed. */
async function renderOpenApi(): Promise<string> {
  const strapi = createStrapi({ appDir: APP_DIR, distDir: path.join(APP_DIR, 'dist') });
  await strapi.register();
  strapi.server.initRouting();
  const docs = strapi.service('api::docs.docs') as DocsService;
  return `${JSON.stringify(docs.document(), null, 2)}\n`;
}

/** `npm run openapi`: writes the document of the API as it is now. */
export async function main(): Promise<number> {
  const { isDatabaseGiven } = await prepareEnvironment();
  if (!isDatabaseGiven) setEnvironment({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' });
  await writeFile(path.join(APP_DIR, 'docs', 'openapi.json'), await renderOpenApi());
  return 0;
}
