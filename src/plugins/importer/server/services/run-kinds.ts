import type { Knex } from 'knex';
import { parseInput } from '../../../../lib/parse-input';
import type { Run } from '../../contract/run';
import type { Checkpoint } from '../domain/run';
import { createDatasetDescriber } from '../pipeline/describe-datasets';
import { createMerge, type MergeRepositories } from '../pipeline/merge';
import { createNameFollower, createRecordNamer } from '../pipeline/name-records';
import { refreshNames } from '../pipeline/refresh-names';
import { runImport } from '../pipeline/run-import';
import { createSettlement } from '../pipeline/settle';
import { datasetPullRepository } from '../repositories/dataset-pulls';
import { nameRepository } from '../repositories/names';
import type { NameFollowerRepository } from '../repositories/name-followers';
import type { StaleNameRepository } from '../repositories/stale-names';
import type { RunRecordRepository } from '../repositories/run-records';
import type { WithdrawalRepository } from '../repositories/withdrawals';
import type { WormsTaxonRepository } from '../repositories/worms-taxa';
import { needsPull, type WithdrawalGuard } from '../domain/withdrawals';
import type { Source, SourceSession } from '../sources/source';
import type { WormsClient } from '../sources/worms/client';
import { wormsParameters } from '../sources/worms/question';
import { createNamesService, type NamesService } from './names';

/** What a run works with beside the provider: its own transactions, and when to stop. */
export interface RunSteps {
  /** For requests: ends with the run, however it ends. */
  requestSignal: AbortSignal;
  /** Opens a transaction that only this run may write in, and saves the checkpoint at its end. */
  commit: (work: (trx: Knex) => Promise<Checkpoint>) => Promise<Checkpoint>;
  maxPages: number | null;
  /** Where what is said of single records goes. */
  runRecords: RunRecordRepository;
  /** Nothing that is written stays: do not write outside of `commit` at all. */
  isRehearsal: boolean;
  /** Aborted: finish what is being merged. */
  signal: AbortSignal;
  onCheckpoint: (checkpoint: Checkpoint) => void;
}

/** A thing that can be run under a name: what may be asked of it, and how it is carried out. */
export interface RunKind
  extends Pick<Source, 'name' | 'parseParameters' | 'changedSince' | 'hasRegistry'> {
  /** Whether it can say what it would do without doing it. */
  canRehearse: boolean;
  carryOut(run: Run, steps: RunSteps): Promise<Checkpoint>;
}

export interface RunKindDependencies {
  db: Knex;
  /** The repositories of the registered targets, for one provider. */
  targetsOf: (
    provider: string,
  ) => Omit<MergeRepositories, 'runRecords'> & { withdrawals: WithdrawalRepository };
  withdrawalGuard: WithdrawalGuard;
  wormsTaxa: () => WormsTaxonRepository;
  nameFollowers: () => NameFollowerRepository;
  staleNames: () => StaleNameRepository;
  worms: WormsClient;
  nameAgeDays: { found: number; missing: number };
  mergeBatchSize: number;
  now: () => Date;
}

const namesOf = ({ db, worms, wormsTaxa, nameAgeDays, now }: RunKindDependencies): NamesService =>
  createNamesService({
    db,
    client: worms,
    names: nameRepository,
    taxa: wormsTaxa(),
    ageDays: nameAgeDays,
    now,
  });

/** Occurrences of a provider, from the first page to the last. */
export function createOccurrenceRun(source: Source, dependencies: RunKindDependencies): RunKind {
  const { db, now, targetsOf, mergeBatchSize, withdrawalGuard: guard } = dependencies;

  /** The datasets whose records may have changed, when that is what the run asks for. */
  async function datasetsToRead(run: Run, { registry }: SourceSession) {
    if (run.mode !== 'incremental' || !registry) return null;
    const pulls = await datasetPullRepository.findOf(db, run.id);
    const pullOf = new Map(pulls.map((pull) => [pull.datasetKey, pull]));
    const asked = new Set(run.askedWithdrawals.map(({ datasetKey }) => datasetKey));
    const listed = await registry.list([...pullOf.keys(), ...asked]);
    return listed.filter(
      (dataset) =>
        asked.has(dataset.datasetKey) || needsPull(dataset, pullOf.get(dataset.datasetKey)),
    );
  }

  return {
    name: source.name,
    canRehearse: true,
    parseParameters: (input) => source.parseParameters(input),
    ...(source.changedSince && {
      changedSince: (parameters: Record<string, unknown>, since: Date) =>
        source.changedSince?.(parameters, since) ?? parameters,
    }),
    ...(source.hasRegistry && { hasRegistry: true }),
    async carryOut(run, { requestSignal, commit, runRecords, isRehearsal, ...limits }) {
      const session = source.open(run.parameters, requestSignal);
      const targets = targetsOf(source.name);
      const naming = { signal: requestSignal, mayWrite: !isRehearsal };
      const steps = {
        source,
        session,
        db,
        now,
        commit,
        describeDatasets: createDatasetDescriber(session, targets.datasets),
        nameRecords: createRecordNamer(namesOf(dependencies), naming),
        merge: createMerge({ ...targets, runRecords }),
        datasets: await datasetsToRead(run, session),
        settlement: createSettlement(run, {
          ...{ session, guard, commit, db, now, isRehearsal },
          repositories: { ...targets, pulls: datasetPullRepository },
        }),
      };
      return runImport(run, steps, { mergeBatchSize, ...limits });
    },
  };
}

/** The names that are known already, brought up to date with the register. */
export function createNamesRun(
  sources: Readonly<Record<string, Source>>,
  dependencies: RunKindDependencies,
): RunKind {
  const { db, now, worms, wormsTaxa, nameFollowers, staleNames, nameAgeDays } = dependencies;
  return {
    name: 'worms',
    canRehearse: false,
    parseParameters: (input) => parseInput(wormsParameters, input, 'body'),
    changedSince: (parameters, since) => ({ ...parameters, changedSince: since.toISOString() }),
    carryOut(run, { requestSignal, commit, runRecords, onCheckpoint }) {
      const names = namesOf(dependencies);
      const naming = { signal: requestSignal, mayWrite: true };
      const steps = {
        names,
        client: worms,
        repositories: {
          ...{ taxa: wormsTaxa(), names: nameRepository, followers: nameFollowers(), runRecords },
          stale: staleNames(),
        },
        renaming: {
          sources,
          nameRecords: createRecordNamer(names, naming),
          followNames: createNameFollower(names, naming),
        },
        batchSize: dependencies.mergeBatchSize,
        db,
        now,
        ageDays: nameAgeDays,
        mayWrite: true,
        commit,
      };
      return refreshNames(run, steps, { signal: requestSignal, onCheckpoint });
    },
  };
}
