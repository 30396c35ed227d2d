import type { Core } from '@strapi/strapi';
import { JobPostponed, type JobQueue } from '../../jobs/contract/queue';
import type { ImportRuns } from '../contract/run';
import { carryOutJob, IMPORT_JOB } from './services/run-job';

/** A queue that hears nothing for longer takes a job for lost; a run pauses before and comes back. */
const TIMEOUT_SECONDS = 12 * 3600;

/** Declares the job that carries out runs which were asked for over HTTP or by a schedule. */
export function register({ strapi }: { strapi: Core.Strapi }): void {
  strapi
    .plugin('jobs')
    .service<JobQueue>('queue')
    .define<{ runId: number }>({
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
