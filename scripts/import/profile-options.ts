import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { ImportMode } from '../../src/plugins/importer/contract/run-request';
import { LauncherError } from '../launcher/launcher-error';

const USAGE = `Usage: npm run import -- --profile <name> [options]
       npm run import:incremental    every profile that is switched on, for what has changed
       npm run import:full -- --yes  every profile that is switched on, for everything
  --incremental         only what may have changed (the default)
  --full                everything again; asks first, or say --yes
  --dry-run             report what would be done and write nothing
  --resume              also continue a run that failed
  --accept-withdrawals  make the withdrawals that a paused run asks about
  --json                one JSON object for each run on standard output, a line each, nothing else there`;

const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  profile: { type: 'string' },
  profiles: flag,
  incremental: flag,
  full: flag,
  'dry-run': flag,
  yes: flag,
  resume: flag,
  'accept-withdrawals': flag,
  json: flag,
} as const satisfies ParseArgsConfig['options'];

export interface ProfileOptions {
  /** `null`: every one that is switched on. */
  profile: string | null;
  mode: ImportMode;
  isConfirmed: boolean;
  resume: boolean;
  confirmWithdrawals: boolean;
  isJson: boolean;
}

const misused = (fault: string) => new LauncherError(`${fault}\n${USAGE}`);

function split(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    throw misused((error as Error).message);
  }
}

/** Whether a command line asks for what editors have stored, and not a question of its own. */
export const asksForProfiles = (args: string[]) =>
  args.some((arg) => /^--profiles?(=|$)/.test(arg));

/**
 * Reads a command line that asks for profiles, strictly.
 * @throws LauncherError with the fault and the usage.
 */
export function readProfileOptions(args: string[]): ProfileOptions {
  const given = split(args);
  if (given.profile !== undefined && given.profiles) {
    throw misused('Say --profile or --profiles, not both.');
  }
  const modes = (['incremental', 'full', 'dry-run'] as const).filter((mode) => given[mode]);
  if (modes.length > 1) throw misused(`Say one of --${modes.join(' and --')}.`);
  return {
    profile: given.profile ?? null,
    mode: modes[0] ?? 'incremental',
    isConfirmed: given.yes,
    resume: given.resume,
    confirmWithdrawals: given['accept-withdrawals'],
    isJson: given.json,
  };
}
