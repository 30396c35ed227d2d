import type { Core } from '@strapi/strapi';
import type { ImportProfiles } from '../../src/plugins/importer/contract/profiles';
import type { ImportRuns, Run } from '../../src/plugins/importer/contract/run';
import type { ProfileOptions } from './profile-options';
import type { createReporter } from './reporter';

interface Given {
  options: ProfileOptions;
  reporter: ReturnType<typeof createReporter>;
  signal: AbortSignal;
}

/**
 * Asks what editors have stored, one question after another. One that cannot be asked is said, and
 * keeps no other from being asked; an interruption ends it all.
 * @returns how each ended; `null` for one that could not be asked.
 */
export async function runProfiles(
  strapi: Core.Strapi,
  { options, reporter, signal }: Given,
): Promise<(Run['state'] | null)[]> {
  const importer = strapi.plugin('importer');
  const profiles = importer.service<ImportProfiles>('profiles');
  const { profile, mode, resume, confirmWithdrawals } = options;
  const chosen = profile === null ? await profiles.findEnabled() : [await profiles.find(profile)];
  if (chosen.length === 0) reporter.say('Nothing is configured: no import profile is switched on.');
  const ends: (Run['state'] | null)[] = [];
  for (const { name, source, parameters } of chosen) {
    if (signal.aborted) break;
    reporter.say(`Profile "${name}":`);
    try {
      const run = await importer.service<ImportRuns>('runs').start({
        ...{ source, parameters, mode, resume, confirmWithdrawals, signal },
        onProgress: (current) => reporter.progress(current),
      });
      reporter.finish(run);
      ends.push(run.state);
    } catch (error) {
      if ((error as Error).name !== 'Problem') throw error;
      reporter.say((error as Error).message);
      ends.push(null);
    }
  }
  return ends;
}
