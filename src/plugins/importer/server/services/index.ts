import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';
import { createJsonClient } from '../../../../lib/http/get-json';
import type { ImportRuns } from '../../contract/run';
import type { ImporterConfig } from '../config';
import { leaseRepository } from '../repositories/leases';
import { createOccurrenceRepository } from '../repositories/occurrences';
import { createDatasetRepository, createTaxonRepository } from '../repositories/references';
import { runRecordRepository } from '../repositories/run-records';
import { runRepository } from '../repositories/runs';
import { createSharedKeyRepository } from '../repositories/shared-keys';
import { createObisSource } from '../sources/obis';
import { isProcessAlive, processHost } from './process-identity';
import { createRunsService } from './runs';
import { createTargetsService, type TargetsService } from './targets';

/** The largest answer taken from a provider: OBIS's list of all its datasets is about 30 MB. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

interface Wiring {
  strapi: Core.Strapi;
}

function sourcesFor({ strapi }: Wiring, { contact, retry, obis }: ImporterConfig) {
  const version = strapi.config.get<string>('info.version', '0');
  const http = createJsonClient({
    userAgent: `Shoal/${version} (+${contact})`,
    timeoutMs: obis.timeoutSeconds * 1000,
    maxBytes: MAX_ANSWER_BYTES,
    now: Date.now,
  });
  const policy = {
    ...retry,
    random: Math.random,
    sleep: (ms: number, signal: AbortSignal) => sleep(ms, undefined, { signal }),
  };
  return { obis: createObisSource(obis, { http, policy }) };
}

export const services = {
  targets: ({ strapi }: Wiring): TargetsService => createTargetsService(() => strapi.db.metadata),

  runs: ({ strapi }: Wiring): ImportRuns => {
    // Parsed by the validator at boot.
    const config = strapi.config.get<ImporterConfig>('plugin::importer');
    const targets = strapi.plugin('importer').service<TargetsService>('targets');
    return createRunsService({
      db: strapi.db.connection,
      sources: sourcesFor({ strapi }, config),
      runs: runRepository,
      runRecords: runRecordRepository,
      targetsOf: (provider) => {
        const tables = targets.resolve();
        return {
          occurrences: createOccurrenceRepository(tables.occurrence, provider),
          taxa: createTaxonRepository(tables.taxon),
          datasets: createDatasetRepository(tables.dataset, provider),
          sharedKeys: createSharedKeyRepository(provider),
        };
      },
      lease: {
        leases: leaseRepository,
        ttlSeconds: config.leaseSeconds,
        host: processHost(),
        pid: process.pid,
        isProcessAlive,
      },
      mergeBatchSize: config.mergeBatchSize,
      now: () => new Date(),
    });
  },
};
