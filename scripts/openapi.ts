import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createStrapi } from '@strapi/strapi';
import type { DocsService } from '../src/api/docs/services/docs';

/** The OpenAPI document of the app as `docs/openapi.json` holds it; needs no database. */
export async function renderOpenApi(): Promise<string> {
  const appDir = path.resolve(__dirname, '..', '..');
  const strapi = createStrapi({ appDir, distDir: path.join(appDir, 'dist') });
  await strapi.register();
  strapi.server.initRouting();
  const docs = strapi.service('api::docs.docs') as DocsService;
  return `${JSON.stringify(docs.document(), null, 2)}\n`;
}

if (require.main === module) {
  const file = process.argv[2] ?? path.resolve(__dirname, '..', '..', 'docs', 'openapi.json');
  void renderOpenApi()
    .then((text) => writeFile(file, text))
    .then(() => process.exit(0));
}
