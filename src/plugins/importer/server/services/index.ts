import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { createCursorSigner } from '../../../../lib/signed-cursor';
import type { Administrators } from '../../../accounts/contract/administrators';
import type { Outbox } from '../../../jobs/contract/outbox';
import type { JobQueue } from '../../../jobs/contract/queue';
import type { ImportProfiles } from '../../contract/profiles';
import type { ImporterConfig } from '../config';
import { PROFILE_SOURCES } from '../content-types/import-profile';
import { createDatasetFreshnessRepository } from '../repositories/dataset-freshness';
import { historyRepository } from '../repositories/history';
import { profileRepository } from '../repositories/profiles';
import { runRecordRepository } from '../repositories/run-records';
import { createLinkedRecordRepository } from '../repositories/linked-records';
import { linkRepository } from '../repositories/links';
import { runSignals } from '../repositories/run-signals';
import { runRepository } from '../repositories/runs';
import { createHistoryService, type HistoryService } from './history';
import { createProfilesService } from './profiles';
import { createRunReporter } from './run-reporter';
import { createLinkDecisions, type LinkDecisions } from './link-decisions';
import type { LinksService } from './links';
import { createFindAreaFault, type AreaJudge } from './area-fault';
import { createOverview, type Overview } from './overview';
import { createRunControl, type RunControl } from './run-control';
import { IMPORT_JOB } from './run-job';
import type { RunsService } from './runs';
import { createScheduledImports, scheduleJob, type ScheduledImports } from './scheduled-imports';
import { createTargetsService, type TargetsService } from './targets';
import { wireLinks } from './wire-links';
import { wireLease, wireRuns } from './wire-runs';

interface Wiring {
  strapi: Core.Strapi;
}

// Parsed by the validator at boot.
const configOf = ({ strapi }: Wiring) => strapi.config.get<ImporterConfig>('plugin::importer');

export const services = {
  targets: ({ strapi }: Wiring): TargetsService => createTargetsService(() => strapi.db.metadata),

  runs: ({ strapi }: Wiring): RunsService =>
    wireRuns({
      db: strapi.db.connection,
      config: configOf({ strapi }),
      version: strapi.config.get<string>('info.version', '0'),
      resolveTargets: () => strapi.plugin('importer').service<TargetsService>('targets').resolve(),
      random: Math.random,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      now: () => new Date(),
      report: createRunReporter({
        runs: runSignals,
        administrators: () => strapi.plugin('accounts').service<Administrators>('administrators'),
        outbox: () => strapi.plugin('jobs').service<Outbox>('outbox'),
        panelUrl: configOf({ strapi }).panelUrl,
        log: strapi.log,
      }),
      findAreaFault: createFindAreaFault(() =>
        strapi.plugin('geo').service<AreaJudge>('geometryCheck'),
      ),
    }),

  history: ({ strapi }: Wiring): HistoryService =>
    createHistoryService({
      db: strapi.db.connection,
      history: historyRepository,
      days: configOf({ strapi }).historyDays,
      now: () => new Date(),
    }),

  profiles: ({ strapi }: Wiring): ImportProfiles =>
    createProfilesService({
      db: strapi.db.connection,
      profiles: profileRepository,
      sources: PROFILE_SOURCES,
    }),

  links: ({ strapi }: Wiring): LinksService =>
    wireLinks({
      db: strapi.db.connection,
      resolveTargets: () => strapi.plugin('importer').service<TargetsService>('targets').resolve(),
      lease: wireLease(configOf({ strapi })),
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    }),

  decisions: ({ strapi }: Wiring): LinkDecisions =>
    createLinkDecisions({
      db: strapi.db.connection,
      links: linkRepository,
      linked: () => {
        const targets = strapi.plugin('importer').service<TargetsService>('targets').resolve();
        return createLinkedRecordRepository(targets.occurrence, targets.dataset);
      },
      settle: strapi.plugin('importer').service<LinksService>('links').settle,
      cursors: createCursorSigner(configOf({ strapi }).secrets, 'importer-links'),
    }),

  scheduled: ({ strapi }: Wiring): ScheduledImports =>
    createScheduledImports({
      profiles: strapi.plugin('importer').service<ImportProfiles>('profiles'),
      control: strapi.plugin('importer').service<RunControl>('control'),
      log: strapi.log,
    }),

  overview: ({ strapi }: Wiring): Overview =>
    createOverview({
      db: strapi.db.connection,
      profiles: profileRepository,
      sources: PROFILE_SOURCES,
      freshness: () => {
        const targets = strapi.plugin('importer').service<TargetsService>('targets').resolve();
        return createDatasetFreshnessRepository(targets.occurrence, targets.dataset);
      },
      runRecords: runRecordRepository,
      findRun: strapi.plugin('importer').service<RunControl>('control').find,
      schedules: configOf({ strapi }).schedules,
      nextOf: (mode) => strapi.plugin('jobs').service<JobQueue>('queue').nextOf(scheduleJob(mode)),
    }),

  control: ({ strapi }: Wiring): RunControl =>
    createRunControl({
      db: strapi.db.connection,
      runs: { ...runRepository, ...runSignals },
      runRecords: runRecordRepository,
      profiles: strapi.plugin('importer').service<ImportProfiles>('profiles'),
      cursors: createCursorSigner(configOf({ strapi }).secrets, 'importer-runs'),
      prepare: (trx, request) =>
        strapi.plugin('importer').service<RunsService>('runs').prepare(trx, request),
      send: (trx, runId) =>
        strapi.plugin('jobs').service<JobQueue>('queue').send(trx, IMPORT_JOB, { runId }),
    }),
};
