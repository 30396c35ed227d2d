import type { Knex } from 'knex';
import type { ImportRuns } from '../../contract/run';
import { createJsonClient } from '../../../../lib/http-client/get-json';
import type { RetryPolicy } from '../../../../lib/http-client/retry';
import { isProcessAlive } from '../../../../lib/process-alive';
import type { ImporterConfig } from '../config';
import { leaseRepository } from '../repositories/leases';
import { createOccurrenceRepository } from '../repositories/occurrences';
import { createDatasetRepository, createTaxonRepository } from '../repositories/references';
import { runRecordRepository } from '../repositories/run-records';
import { runRepository } from '../repositories/runs';
import { createSharedKeyRepository } from '../repositories/shared-keys';
import { createObisSource } from '../sources/obis';
import { processHost } from './process-identity';
import { createRunsService } from './runs';
import type { TargetTables } from './targets';

/** The largest answer taken from a provider: OBIS's list of all its datasets is about 30 MB. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

export interface RunsWiring {
  db: Knex;
  config: ImporterConfig;
  /** Of the application, for the user agent. */
  version: string;
  resolveTargets: () => TargetTables;
  random: RetryPolicy['random'];
  sleep: RetryPolicy['sleep'];
  now: () => Date;
}

function sourcesFor({ config, version, random, sleep, now }: RunsWiring) {
  const { contact, retry, obis } = config;
  const http = createJsonClient({
    userAgent: `Shoal/${version} (+${contact})`,
    timeoutMs: obis.timeoutSeconds * 1000,
    maxBytes: MAX_ANSWER_BYTES,
    now: () => now().getTime(),
  });
  return { obis: createObisSource(obis, { http, policy: { ...retry, random, sleep } }) };
}

/** Puts the runs service together from its parts. */
export function wireRuns(wiring: RunsWiring): ImportRuns {
  const { db, config, resolveTargets, now } = wiring;
  return createRunsService({
    db,
    now,
    sources: sourcesFor(wiring),
    runs: runRepository,
    runRecords: runRecordRepository,
    mergeBatchSize: config.mergeBatchSize,
    targetsOf: (provider) => {
      const tables = resolveTargets();
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
  });
}
