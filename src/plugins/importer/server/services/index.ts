import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { createCursorSigner } from '../../../../lib/signed-cursor';
import type { JobQueue } from '../../../jobs/contract/queue';
import type { ImporterConfig } from '../config';
import { PROFILE_SOURCES } from '../content-types/import-profile';
import { profileRepository } from '../repositories/profiles';
import { runRecordRepository } from '../repositories/run-records';
import { runSignals } from '../repositories/run-signals';
import { runRepository } from '../repositories/runs';
import { createRunControl, type RunControl } from './run-control';
import { IMPORT_JOB } from './run-job';
import type { RunsService } from './runs';
import { createScheduledImports, type ScheduledImports } from './scheduled-imports';
import { createTargetsService, type TargetsService } from './targets';
import { wireRuns } from './wire-runs';

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
    }),

  scheduled: ({ strapi }: Wiring): ScheduledImports =>
    createScheduledImports({
      db: strapi.db.connection,
      profiles: profileRepository,
      sources: PROFILE_SOURCES,
      control: strapi.plugin('importer').service<RunControl>('control'),
      log: strapi.log,
    }),

  control: ({ strapi }: Wiring): RunControl =>
    createRunControl({
      db: strapi.db.connection,
      runs: { ...runRepository, ...runSignals },
      runRecords: runRecordRepository,
      cursors: createCursorSigner(configOf({ strapi }).secrets, 'importer-runs'),
      prepare: (trx, request) =>
        strapi.plugin('importer').service<RunsService>('runs').prepare(trx, request),
      send: (trx, runId) =>
        strapi.plugin('jobs').service<JobQueue>('queue').send(trx, IMPORT_JOB, { runId }),
    }),
};
