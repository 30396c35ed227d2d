import { Problem } from '../../../../lib/problem';
import type { RunRequest } from '../../contract/run-request';
import type { ImportProfile, ImportProfiles } from '../../contract/profiles';
import type { RunControl } from './run-control';

interface ScheduledDependencies {
  profiles: Pick<ImportProfiles, 'findEnabled'>;
  control: Pick<RunControl, 'start'>;
  log: { info(message: string): void; warn(message: string): void };
}

type ScheduledMode = 'full' | 'incremental';

/** The name of the job that a schedule adds. */
export const scheduleJob = (mode: ScheduledMode) => `importer.${mode}`;

const codeOf = (error: unknown) => (error instanceof Problem ? error.code : null);

/** What schedules do: ask every question that editors have switched on. */
export function createScheduledImports({ profiles, control, log }: ScheduledDependencies) {
  /** A source that cannot tell what has changed is read whole; what is the same is not written. */
  async function start({ name, source, parameters }: ImportProfile, mode: ScheduledMode) {
    const request: RunRequest = { source, profile: name, parameters, mode, isScheduled: true };
    try {
      return await control.start(request);
    } catch (error) {
      if (mode === 'full' || codeOf(error) !== 'mode-not-supported') throw error;
      return control.start({ ...request, mode: 'full' });
    }
  }

  return {
    /**
     * Queues a run for each profile. One that cannot be run, or whose last run has not ended, is said
     * in the log and keeps no other from running.
     * @returns the ids of the runs.
     */
    async startAll(mode: ScheduledMode): Promise<number[]> {
      const enabled = await profiles.findEnabled();
      if (enabled.length === 0) log.info(`Imports: nothing is configured for the ${mode} schedule`);
      const started: number[] = [];
      for (const profile of enabled) {
        try {
          started.push((await start(profile, mode)).id);
        } catch (error) {
          if (!(error instanceof Problem)) throw error;
          log.warn(`Imports: the profile "${profile.name}" was not started: ${error.message}`);
        }
      }
      return started;
    },
  };
}

export type ScheduledImports = ReturnType<typeof createScheduledImports>;
