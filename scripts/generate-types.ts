import { generators } from '@strapi/typescript-utils';
import { APP_DIR } from './launcher/folders';
import { registerApp } from './launcher/register-app';

/** `npm run types [-- folder]`: writes Strapi's types of our content types below `types/generated`. */
export async function main([folder = APP_DIR]: string[]): Promise<number> {
  await generators.generate({
    strapi: await registerApp(),
    pwd: folder,
    rootDir: 'types',
    logger: { silent: true },
    artifacts: { contentTypes: true, components: true },
  });
  return 0;
}
