import path from 'node:path';
import { generators } from '@strapi/typescript-utils';
import { createStrapi } from '@strapi/strapi';

/** Writes Strapi's types of our content types and components below `folder`; needs no database. */
export async function generateTypes(folder: string): Promise<void> {
  const appDir = path.resolve(__dirname, '..', '..');
  const strapi = createStrapi({ appDir, distDir: path.join(appDir, 'dist') });
  await strapi.register();
  await generators.generate({
    strapi,
    pwd: folder,
    rootDir: 'types',
    logger: { silent: true },
    artifacts: { contentTypes: true, components: true },
  });
}

if (require.main === module) {
  const folder = process.argv[2] ?? path.resolve(__dirname, '..', '..');
  void generateTypes(folder).then(() => process.exit(0));
}
