import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DocsService } from '../src/api/docs/services/docs';
import { APP_DIR } from './launcher/folders';
import { registerApp } from './launcher/register-app';

/** `npm run openapi [-- file]`: writes the OpenAPI document that the app serves to `docs/openapi.json`. */
export async function main([
  file = path.join(APP_DIR, 'docs', 'openapi.json'),
]: string[]): Promise<number> {
  const strapi = await registerApp();
  const docs = strapi.service('api::docs.docs') as DocsService;
  await writeFile(file, `${JSON.stringify(docs.document(), null, 2)}\n`);
  return 0;
}
