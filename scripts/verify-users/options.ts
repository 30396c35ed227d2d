import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { MarkVerifiedRequest } from '../../src/plugins/accounts/contract/mark-verified';
import { LauncherError } from '../launcher/launcher-error';

const USAGE = `Usage: npm run verify-users -- [options]
  --created-before <date>  only accounts made before this day (YYYY-MM-DD, UTC) or moment
  --dry-run                say which accounts it would be, and change nothing
Marks the addresses of existing accounts as proven and makes them active; suspended ones stay so.`;

const moment = z
  .union(
    [z.iso.date(), z.iso.datetime({ offset: true })],
    'must be a date such as 2025-08-31, or a moment such as 2025-08-31T12:00:00Z',
  )
  .transform((text) => new Date(text));

const values = z.strictObject({
  'created-before': moment.optional(),
  'dry-run': z.boolean().default(false),
});

/**
 * Reads the command line, strictly.
 * @throws LauncherError with every fault and the usage.
 */
export function readVerifyUsersOptions(args: string[], now: Date): MarkVerifiedRequest {
  try {
    const { values: given } = parseArgs({
      args,
      options: { 'created-before': { type: 'string' }, 'dry-run': { type: 'boolean' } },
    });
    const parsed = values.parse({ ...given });
    return { createdBefore: parsed['created-before'] ?? now, isDryRun: parsed['dry-run'] };
  } catch (error) {
    const faults =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`)
        : [(error as Error).message];
    throw new LauncherError([...faults, USAGE].join('\n'), { cause: error });
  }
}
