import type { Knex } from 'knex';
import type { ImportRuns } from '../../contract/run';
import type { RetryPolicy } from '../../../../lib/http-client/retry';
import { isProcessAlive } from '../../../../lib/process-alive';
import type { ImporterConfig } from '../config';
import { leaseRepository } from '../repositories/leases';
import { createOccurrenceRepository } from '../repositories/occurrences';
import { createDatasetRepository, createTaxonRepository } from '../repositories/references';
import { runRecordRepository } from '../repositories/run-records';
import { runRepository } from '../repositories/runs';
import { createSharedKeyRepository } from '../repositories/shared-keys';
import { processHost } from './process-identity';
import { createRunsService } from './runs';
import { createSources } from './sources';
import type { TargetTables } from './targets';

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

/** Puts the runs service together from its parts. */
export function wireRuns(wiring: RunsWiring): ImportRuns {
  const { db, config, resolveTargets, now } = wiring;
  return createRunsService({
    db,
    now,
    sources: createSources(wiring),
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
