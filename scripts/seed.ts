import path from 'node:path';
import { parseArgs } from 'node:util';
import { createStrapi, type Core } from '@strapi/strapi';
import { z } from 'zod';
import { seedDemo } from '../src/seed/seed-demo';
import { describeSeed, type SeedReport } from '../src/seed/seed-report';

const DEFAULT_ADMIN_EMAIL = 'admin@shoal.local';

interface SeedOptions {
  strapi: Core.Strapi;
  adminEmail?: string;
  /** Where the summary goes, with the new admin's password. Standard output unless told. */
  tell?: (text: string) => void;
}

/** Fills the database with the demonstration; run again, it changes nothing. */
export async function runSeed({
  strapi,
  adminEmail = DEFAULT_ADMIN_EMAIL,
  tell = (text) => process.stdout.write(text),
}: SeedOptions): Promise<SeedReport> {
  const report = await seedDemo(strapi, adminEmail);
  tell(describeSeed(report));
  return report;
}

const options = z.strictObject({
  'admin-email': z.email('must be an address').toLowerCase().default(DEFAULT_ADMIN_EMAIL),
  json: z.boolean().default(false),
});

/** `npm run seed -- [--admin-email <address>] [--json]` */
export async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { 'admin-email': { type: 'string' }, json: { type: 'boolean' } },
  });
  const { 'admin-email': adminEmail, json } = options.parse({ ...values });
  const distDir = path.resolve(__dirname, '..');
  const strapi = await createStrapi({ appDir: path.dirname(distDir), distDir }).load();
  try {
    const report = await runSeed({ strapi, adminEmail, ...(json && { tell: () => undefined }) });
    if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
    return 0;
  } finally {
    await strapi.destroy();
  }
}
