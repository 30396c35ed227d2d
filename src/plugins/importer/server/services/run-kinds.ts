import type { Knex } from 'knex';
import { parseInput } from '../../../../lib/parse-input';
import type { Run } from '../../contract/run';
import type { Checkpoint } from '../domain/run';
import { createDatasetDescriber } from '../pipeline/describe-datasets';
import { createMerge, type MergeRepositories } from '../pipeline/merge';
import { createRecordNamer } from '../pipeline/name-records';
import { refreshNames } from '../pipeline/refresh-names';
import { runImport } from '../pipeline/run-import';
import { nameRepository } from '../repositories/names';
import type { RunRecordRepository } from '../repositories/run-records';
import type { WormsTaxonRepository } from '../repositories/worms-taxa';
import type { Source } from '../sources/source';
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
export interface RunKind extends Pick<Source, 'name' | 'parseParameters' | 'changedSince'> {
  /** Whether it can say what it would do without doing it. */
  canRehearse: boolean;
  carryOut(run: Run, steps: RunSteps): Promise<Checkpoint>;
}

export interface RunKindDependencies {
  db: Knex;
  /** The repositories of the registered targets, for one provider. */
  targetsOf: (provider: string) => Omit<MergeRepositories, 'runRecords'>;
  wormsTaxa: () => WormsTaxonRepository;
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
  const { db, now, targetsOf, mergeBatchSize } = dependencies;
  return {
    name: source.name,
    canRehearse: true,
    parseParameters: (input) => source.parseParameters(input),
    ...(source.changedSince && {
      changedSince: (parameters: Record<string, unknown>, since: Date) =>
        source.changedSince?.(parameters, since) ?? parameters,
    }),
    carryOut(run, { requestSignal, commit, runRecords, isRehearsal, ...limits }) {
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
      };
      return runImport(run, steps, { mergeBatchSize, ...limits });
    },
  };
}

/** The names that are known already, brought up to date with the register. */
export function createNamesRun(dependencies: RunKindDependencies): RunKind {
  const { db, now, worms, wormsTaxa, nameAgeDays } = dependencies;
  return {
    name: 'worms',
    canRehearse: false,
    parseParameters: (input) => parseInput(wormsParameters, input, 'body'),
    changedSince: (parameters, since) => ({ ...parameters, changedSince: since.toISOString() }),
    carryOut(run, { requestSignal, commit, runRecords, onCheckpoint }) {
      const steps = {
        names: namesOf(dependencies),
        client: worms,
        repositories: { taxa: wormsTaxa(), names: nameRepository, runRecords },
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
