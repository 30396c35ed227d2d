import { parseArgs } from 'node:util';
import type { Core } from '@strapi/strapi';
import { z } from 'zod';
import { setEnvironment } from '../src/env';
import { seedDemo } from '../src/seed/seed-demo';
import { describeSeed, type SeedReport } from '../src/seed/seed-report';
import { LauncherError } from './launcher/launcher-error';
import { withApp } from './launcher/load-app';

const USAGE = 'Usage: npm run seed -- [--admin-email <address>] [--json]';
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

function readOptions(args: string[]): z.infer<typeof options> {
  try {
    const { values } = parseArgs({
      args,
      options: { 'admin-email': { type: 'string' }, json: { type: 'boolean' } },
    });
    return options.parse({ ...values });
  } catch (error) {
    const faults =
      error instanceof z.ZodError
        ? error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`)
        : [error instanceof Error ? error.message : String(error)];
    throw new LauncherError([...faults, USAGE].join('\n'), { cause: error });
  }
}

/** `npm run seed`: fills the configured database, beside a running server or alone. */
export async function main(args: string[]): Promise<number> {
  const { 'admin-email': adminEmail, json } = readOptions(args);
  // The log goes to standard output as well, where scripts look for one JSON object alone.
  if (json) setEnvironment({ LOG_LEVEL: 'error' });
  return withApp(async (strapi) => {
    const report = await runSeed({ strapi, adminEmail, ...(json && { tell: () => undefined }) });
    if (json) process.stdout.write(`${JSON.stringify(report)}\n`);
    return 0;
  });
}
