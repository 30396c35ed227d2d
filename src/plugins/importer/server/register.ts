import type { Core } from '@strapi/strapi';
import { JobPostponed, type JobQueue } from '../../jobs/contract/queue';
import type { ImportRuns } from '../contract/run';
import type { ImporterConfig } from './config';
import { keepProfilesUnderstandable } from './keep-profiles';
import { carryOutJob, IMPORT_JOB } from './services/run-job';
import type { ScheduledImports } from './services/scheduled-imports';

/** A queue that hears nothing for longer takes a job for lost; a run pauses before and comes back. */
const TIMEOUT_SECONDS = 12 * 3600;

interface Wiring {
  strapi: Core.Strapi;
}

/** Each schedule is a job of its own, so that however many servers there are it happens once. */
function schedule({ strapi }: Wiring, queue: JobQueue): void {
  const { schedules } = strapi.config.get<ImporterConfig>('plugin::importer');
  for (const mode of ['incremental', 'full'] as const) {
    const name = `importer.${mode}`;
    queue.define({
      name,
      async run() {
        await strapi.plugin('importer').service<ScheduledImports>('scheduled').startAll(mode);
      },
    });
    const cron = schedules[mode];
    if (cron !== '') queue.schedule(name, cron);
  }
}

/** Declares the jobs that carry out runs which were asked for over HTTP or by a schedule. */
export function register({ strapi }: Wiring): void {
  keepProfilesUnderstandable(strapi);
  const queue = strapi.plugin('jobs').service<JobQueue>('queue');
  schedule({ strapi }, queue);
  queue.define<{ runId: number }>({
    name: IMPORT_JOB,
    timeoutSeconds: TIMEOUT_SECONDS,
    concurrency: 3,
    run: ({ runId }, signal) =>
      carryOutJob(strapi.plugin('importer').service<ImportRuns>('runs'), runId, {
        signal,
        longestMs: (TIMEOUT_SECONDS - 600) * 1000,
        comeBack: (seconds) => new JobPostponed(seconds),
      }),
  });
}
