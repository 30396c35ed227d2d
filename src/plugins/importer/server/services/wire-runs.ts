import type { Knex } from 'knex';
import type { RetryPolicy } from '../../../../lib/http-client/retry';
import { isProcessAlive } from '../../../../lib/process-alive';
import { processHost } from '../../../../lib/process-host';
import type { ImporterConfig } from '../config';
import { activityRepository } from '../repositories/activity';
import { leaseRepository } from '../repositories/leases';
import { createNameFollowerRepository } from '../repositories/name-followers';
import { createStaleNameRepository } from '../repositories/stale-names';
import { createOccurrenceRepository } from '../repositories/occurrences';
import { createDatasetRepository, createTaxonRepository } from '../repositories/references';
import { runRecordRepository } from '../repositories/run-records';
import { runSignals } from '../repositories/run-signals';
import { runRepository } from '../repositories/runs';
import { createSharedKeyRepository } from '../repositories/shared-keys';
import { createWithdrawalRepository } from '../repositories/withdrawals';
import { createWormsTaxonRepository } from '../repositories/worms-taxa';
import type { FindAreaFault } from '../sources/area';
import { createMakeWay } from './make-way';
import type { RunReporter } from './run-reporter';
import { createNamesRun, createOccurrenceRun, type RunKindDependencies } from './run-kinds';
import { createRunExecution, type RunExecution } from './run-execution';
import { createRunsService, type RunsService } from './runs';
import { createSources } from './sources';
import type { TargetTables } from './targets';
import { wireLinks, type LinksWiring } from './wire-links';

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
  /** Tells people how runs ended. */
  report: RunReporter;
  findAreaFault: FindAreaFault;
}

/** What every lease of this process is taken with. */
export const wireLease = ({ leaseSeconds }: ImporterConfig): LinksWiring['lease'] => ({
  leases: leaseRepository,
  ttlSeconds: leaseSeconds,
  host: processHost(),
  pid: process.pid,
  isProcessAlive,
});

/** Puts the runs service together from its parts. */
export function wireRuns(wiring: RunsWiring): RunsService {
  const { db, config, resolveTargets, now } = wiring;
  const { worms, ...sources } = createSources(wiring);
  const dependencies: RunKindDependencies = {
    db,
    now,
    worms,
    withdrawalGuard: config.withdrawalGuard,
    mergeBatchSize: config.mergeBatchSize,
    nameAgeDays: config.worms.ageDays,
    wormsTaxa: () => createWormsTaxonRepository(resolveTargets().taxon),
    staleNames: () => createStaleNameRepository(resolveTargets().occurrence),
    nameFollowers: () => createNameFollowerRepository(resolveTargets()),
    targetsOf: (provider) => {
      const tables = resolveTargets();
      return {
        occurrences: createOccurrenceRepository(tables.occurrence, provider),
        taxa: createTaxonRepository(tables.taxon),
        datasets: createDatasetRepository(tables.dataset, provider),
        sharedKeys: createSharedKeyRepository(provider),
        withdrawals: createWithdrawalRepository(tables.occurrence, provider),
      };
    },
  };
  const lease = wireLease(config);
  const runs = { ...runRepository, ...runSignals };
  const execution = createRunExecution({
    db,
    runs,
    report: wiring.report,
    runRecords: runRecordRepository,
    cancelPollMs: CANCEL_POLL_MS,
    makeWay: createMakeWay({ db, activity: activityRepository, sleep: wiring.sleep }),
  });
  const links = wireLinks({ db, resolveTargets, lease, sleep: wiring.sleep });
  const execute: RunExecution = async (run, kind, given) => {
    const ended = await execution(run, kind, given);
    // However it ended: what it brought is there. Killed here, the queue of links is still there.
    if (run.mode !== 'dry-run') await links.linkPending({ signal: given.options.signal });
    return ended;
  };
  return createRunsService({
    db,
    runs,
    execute,
    kinds: {
      obis: createOccurrenceRun(sources.obis, dependencies),
      gbif: createOccurrenceRun(sources.gbif, dependencies),
      dwca: createOccurrenceRun(sources.dwca, dependencies),
      csv: createOccurrenceRun(sources.csv, dependencies),
      worms: createNamesRun(sources, dependencies),
    },
    lease,
  });
}
