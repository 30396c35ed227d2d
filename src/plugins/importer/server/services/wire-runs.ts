import type { Knex } from 'knex';
import type { RetryPolicy } from '../../../../lib/http-client/retry';
import { isProcessAlive } from '../../../../lib/process-alive';
import type { ImporterConfig } from '../config';
import { leaseRepository } from '../repositories/leases';
import { createOccurrenceRepository } from '../repositories/occurrences';
import { createDatasetRepository, createTaxonRepository } from '../repositories/references';
import { runRecordRepository } from '../repositories/run-records';
import { runSignals } from '../repositories/run-signals';
import { runRepository } from '../repositories/runs';
import { createSharedKeyRepository } from '../repositories/shared-keys';
import { createWormsTaxonRepository } from '../repositories/worms-taxa';
import { processHost } from './process-identity';
import { createNamesRun, createOccurrenceRun, type RunKindDependencies } from './run-kinds';
import { createRunExecution } from './run-execution';
import { createRunsService, type RunsService } from './runs';
import { createSources } from './sources';
import type { TargetTables } from './targets';

/** Every question is a turn that the other clients of the embedded database wait for. */
const CANCEL_POLL_MS = 3000;

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
export function wireRuns(wiring: RunsWiring): RunsService {
  const { db, config, resolveTargets, now } = wiring;
  const { worms, ...sources } = createSources(wiring);
  const dependencies: RunKindDependencies = {
    db,
    now,
    worms,
    mergeBatchSize: config.mergeBatchSize,
    nameAgeDays: config.worms.ageDays,
    wormsTaxa: () => createWormsTaxonRepository(resolveTargets().taxon),
    targetsOf: (provider) => {
      const tables = resolveTargets();
      return {
        occurrences: createOccurrenceRepository(tables.occurrence, provider),
        taxa: createTaxonRepository(tables.taxon),
        datasets: createDatasetRepository(tables.dataset, provider),
        sharedKeys: createSharedKeyRepository(provider),
      };
    },
  };
  const execute = createRunExecution({
    db,
    runs: { ...runRepository, ...runSignals },
    runRecords: runRecordRepository,
    cancelPollMs: CANCEL_POLL_MS,
  });
  return createRunsService({
    db,
    runs: runRepository,
    execute,
    kinds: {
      obis: createOccurrenceRun(sources.obis, dependencies),
      gbif: createOccurrenceRun(sources.gbif, dependencies),
      worms: createNamesRun(dependencies),
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
