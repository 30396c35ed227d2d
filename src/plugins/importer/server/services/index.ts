import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import type { ImportRuns } from '../../contract/run';
import type { ImporterConfig } from '../config';
import { createTargetsService, type TargetsService } from './targets';
import { wireRuns } from './wire-runs';

interface Wiring {
  strapi: Core.Strapi;
}

export const services = {
  targets: ({ strapi }: Wiring): TargetsService => createTargetsService(() => strapi.db.metadata),

  runs: ({ strapi }: Wiring): ImportRuns =>
    wireRuns({
      db: strapi.db.connection,
      // Parsed by the validator at boot.
      config: strapi.config.get<ImporterConfig>('plugin::importer'),
      version: strapi.config.get<string>('info.version', '0'),
      resolveTargets: () => strapi.plugin('importer').service<TargetsService>('targets').resolve(),
      random: Math.random,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      now: () => new Date(),
    }),
};
