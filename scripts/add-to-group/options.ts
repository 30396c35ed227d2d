import { parseArgs } from 'node:util';
import { z } from 'zod';
import { LauncherError } from '../launcher/launcher-error';

const USAGE = `Usage: npm run add-to-group -- <code> <e-mail> [<e-mail> ...] [options]
  --dry-run  say what would happen, and change nothing
  --json     print the outcome as JSON
Makes people members of a group by their addresses: all of them or, when one is unknown, nobody.`;

const given = z.strictObject({
  group: z.string('is missing').min(1),
  emails: z.array(z.string().min(1)).min(1, 'name at least one address'),
  isDryRun: z.boolean().default(false),
  isJson: z.boolean().default(false),
});
export type AddToGroupOptions = z.infer<typeof given>;

/**
 * Reads the command line, strictly.
 * @throws LauncherError with every fault and the usage.
 */
export function readAddToGroupOptions(args: string[]): AddToGroupOptions {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean' }, json: { type: 'boolean' } },
    });
    const [group, ...emails] = positionals;
    return given.parse({ group, emails, isDryRun: values['dry-run'], isJson: values.json });
  } catch (error) {
    const faults =
      error instanceof z.ZodError
        ? error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
        : [(error as Error).message];
    throw new LauncherError([...faults, USAGE].join('\n'), { cause: error });
  }
}
