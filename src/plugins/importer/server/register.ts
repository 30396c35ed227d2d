import type { Core } from '@strapi/strapi';
import { JobPostponed, type JobQueue } from '../../jobs/contract/queue';
import type { ImportRuns } from '../contract/run';
import type { ImporterConfig } from './config';
import { keepProfilesUnderstandable } from './keep-profiles';
import type { HistoryService } from './services/history';
import type { LinksService } from './services/links';
import { carryOutJob, IMPORT_JOB } from './services/run-job';
import { scheduleJob, type ScheduledImports } from './services/scheduled-imports';

/** A queue that hears nothing for longer takes a job for lost; a run pauses before and comes back. */
const TIMEOUT_SECONDS = 12 * 3600;

const LINKS_JOB = 'importer.links';
const HISTORY_JOB = 'importer.history';

interface Wiring {
  strapi: Core.Strapi;
}

/** Each schedule is a job of its own, so that however many servers there are it happens once. */
function schedule({ strapi }: Wiring, queue: JobQueue): void {
  const { schedules } = strapi.config.get<ImporterConfig>('plugin::importer');
  for (const mode of ['incremental', 'full'] as const) {
    const name = scheduleJob(mode);
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

/** Links what a run left unlinked when its process ended, and what was changed by hand. */
function keepLinking({ strapi }: Wiring, queue: JobQueue): void {
  queue.define({
    name: LINKS_JOB,
    timeoutSeconds: 3600,
    async run(_payload, signal) {
      await strapi.plugin('importer').service<LinksService>('links').linkPending({ signal });
    },
  });
  queue.schedule(LINKS_JOB, '*/10 * * * *');
}

/** Declares the jobs that carry out runs which were asked for over HTTP or by a schedule. */
export function register({ strapi }: Wiring): void {
  keepProfilesUnderstandable(strapi);
  const queue = strapi.plugin('jobs').service<JobQueue>('queue');
  schedule({ strapi }, queue);
  keepLinking({ strapi }, queue);
  queue.define({
    name: HISTORY_JOB,
    retries: 0,
    async run(_payload, signal) {
      const history = strapi.plugin('importer').service<HistoryService>('history');
      const removed = await history.removeOld(signal);
      strapi.log.debug(`Imports: removed ${removed} old runs`);
    },
  });
  queue.schedule(HISTORY_JOB, '23 4 * * *');
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
