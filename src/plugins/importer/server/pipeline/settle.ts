import type { Knex } from 'knex';
import { createDocumentId } from '../../../../lib/document-id';
import type { AskedWithdrawal, Run } from '../../contract/run';
import { addWarning, type Checkpoint } from '../domain/run';
import { addTallies, emptyTally } from '../domain/tally';
import {
  isConfirmed,
  mustBeConfirmed,
  stoodStill,
  type WithdrawalGuard,
  type WithdrawalScope,
} from '../domain/withdrawals';
import { SourceFailure } from '../errors';
import type { DatasetPullRepository } from '../repositories/dataset-pulls';
import type { DatasetRepository } from '../repositories/references';
import type { WithdrawalRepository } from '../repositories/withdrawals';
import type { ListedDataset, SourceSession } from '../sources/source';

export interface SettleSteps {
  session: SourceSession;
  repositories: {
    withdrawals: WithdrawalRepository;
    pulls: DatasetPullRepository;
    datasets: DatasetRepository;
  };
  guard: WithdrawalGuard;
  commit: (work: (trx: Knex) => Promise<Checkpoint>) => Promise<Checkpoint>;
  db: Knex;
  now: () => Date;
  /** A dry run: what would be withdrawn is only told. */
  isRehearsal: boolean;
}

/** What becomes of datasets whose records a run has read to their end. */
export interface Settlement {
  /** Of one dataset of a provider that lists them. */
  endDataset(listed: ListedDataset, before: Checkpoint): Promise<Checkpoint>;
  /** Of all that answer the question, when it was read as one. */
  endAll(before: Checkpoint): Promise<Checkpoint>;
}

/** A run that misses records cannot say which of ours are gone. */
const mayDecide = ({ warnings }: Checkpoint) => !warnings.some(({ isLossy }) => isLossy);

const keyOf = ({ datasetKey }: { datasetKey: string }) => datasetKey;

/** Of more datasets the report shows the numbers alone, and of still more only their sum. */
const MAX_WITH_EXAMPLES = 20;
const MAX_TOLD = 500;
const EXAMPLES = 10;

const added = (list: AskedWithdrawal[], one: AskedWithdrawal) => [
  ...list.filter((other) => keyOf(other) !== keyOf(one)),
  one,
];

const withAsked = (checkpoint: Checkpoint, asked: AskedWithdrawal): Checkpoint => ({
  ...checkpoint,
  askedWithdrawals: added(checkpoint.askedWithdrawals, asked),
});

const withWithdrawn = (checkpoint: Checkpoint, withdrawn: AskedWithdrawal): Checkpoint => ({
  ...checkpoint,
  withdrawals: added(checkpoint.withdrawals, withdrawn).slice(0, MAX_TOLD),
});

function withoutAsked(checkpoint: Checkpoint, datasetKey: string): Checkpoint {
  const others = checkpoint.askedWithdrawals.filter((other) => keyOf(other) !== datasetKey);
  return { ...checkpoint, askedWithdrawals: others };
}

/** What would be withdrawn is found again as well, by whoever goes on with a dry run. */
const withoutTold = ({ tally, ...checkpoint }: Checkpoint): Checkpoint => ({
  ...checkpoint,
  withdrawals: [],
  tally: { ...tally, withdrawn: 0 },
});

const undecided = (detail: string, isLossy: boolean) => ({
  code: 'withdrawals-not-decided',
  detail: `What was withdrawn could not be decided: ${detail}`,
  isLossy,
});

/**
 * Withdraws what the provider has taken back: stored records that the question can meet and the run
 * has not met. Too many of one dataset are asked about instead, and nothing of it is withdrawn.
 */
export function createSettlement(run: Run, steps: SettleSteps): Settlement {
  const { session, repositories, guard, commit, db, now, isRehearsal } = steps;
  const { withdrawals, pulls, datasets } = repositories;
  const { registry } = session;

  const needsAnswer = (missing: AskedWithdrawal) =>
    mustBeConfirmed(missing, guard) && !isConfirmed(missing, run.confirmedWithdrawals);

  /** The tally of the withdrawals of one dataset, within the transaction. */
  async function withdraw(
    trx: Knex,
    scope: WithdrawalScope,
    { datasetKey, records }: AskedWithdrawal,
  ): Promise<Checkpoint['tally']> {
    const writtenAt = now().toISOString();
    const tally = emptyTally();
    tally.withdrawn = isRehearsal
      ? records
      : await withdrawals.withdraw(trx, run.id, { scope, datasetKey, writtenAt });
    return tally;
  }

  /** With some of the records, as long as the list is one that people read. */
  async function exemplified(
    missing: AskedWithdrawal,
    scope: WithdrawalScope,
    { withdrawals: told, askedWithdrawals: asked }: Checkpoint,
  ): Promise<AskedWithdrawal> {
    if (told.length + asked.length >= MAX_WITH_EXAMPLES) return missing;
    const which = { scope, datasetKey: missing.datasetKey, limit: EXAMPLES };
    return { ...missing, examples: await withdrawals.findExamples(db, run.id, which) };
  }

  /** Writes down that a dataset was read to its end, and what its provider says of it. */
  async function settle(trx: Knex, listed: ListedDataset): Promise<void> {
    const { datasetKey, isGone, description } = listed;
    const writtenAt = now().toISOString();
    if (isGone) {
      await pulls.forget(trx, run.id, datasetKey);
      await datasets.withdraw(trx, datasetKey, writtenAt);
      return;
    }
    const updatedAtProvider = stoodStill(listed, run.createdAt) ? listed.updatedAtProvider : null;
    await pulls.save(trx, run.id, [{ datasetKey, updatedAtProvider, pulledAt: run.createdAt }]);
    if (description) {
      const documentId = createDocumentId();
      await datasets.describe(trx, [{ ...description, documentId }], writtenAt);
    }
  }

  /** A dataset that moved while it was read may have given some records twice and others not at all. */
  async function isSteady(listed: ListedDataset): Promise<boolean> {
    if (!listed.isGone && !stoodStill(listed, run.createdAt)) return false;
    const [again] = (await registry?.read([listed.datasetKey])) ?? [];
    if (!again) return false;
    const isSame = again.updatedAtProvider?.getTime() === listed.updatedAtProvider?.getTime();
    return listed.isGone ? again.isGone : isSame && !again.isGone;
  }

  function warned(before: Checkpoint, { datasetKey, isGone }: ListedDataset): Checkpoint {
    if (!isGone) return before;
    const detail = `${run.source} has no dataset ${datasetKey} any more`;
    const warnings = addWarning(before.warnings, { code: 'dataset-gone', detail, isLossy: false });
    return { ...before, warnings };
  }

  async function endDataset(listed: ListedDataset, before: Checkpoint): Promise<Checkpoint> {
    if (!mayDecide(before)) return before;
    const { datasetKey } = listed;
    const whole = (await session.withdrawalScope?.()) ?? null;
    const scope = whole && { ...whole, datasetKeys: [datasetKey] };
    const [found] = scope ? await withdrawals.findMissing(db, run.id, scope) : [];
    if (found && !(await isSteady(listed))) return before;
    const missing = scope && found ? await exemplified(found, scope, before) : found;
    if (missing && needsAnswer(missing)) {
      return commit(() => Promise.resolve(withAsked(warned(before, listed), missing)));
    }
    return commit(async (trx) => {
      const tally = scope && missing ? await withdraw(trx, scope, missing) : emptyTally();
      await settle(trx, listed);
      const told = missing ? withWithdrawn(before, missing) : before;
      const after = warned(withoutAsked(told, datasetKey), listed);
      return { ...after, tally: addTallies(before.tally, tally) };
    });
  }

  /** Of a provider that lists no datasets: every dataset stands for itself. */
  async function endUnlisted(
    scope: WithdrawalScope,
    missing: AskedWithdrawal[],
    before: Checkpoint,
  ): Promise<Checkpoint> {
    let checkpoint = before;
    for (const found of missing) {
      const standing = checkpoint;
      const each = await exemplified(found, scope, standing);
      if (needsAnswer(each)) {
        checkpoint = await commit(() => Promise.resolve(withAsked(standing, each)));
        continue;
      }
      checkpoint = await commit(async (trx) => {
        const tally = await withdraw(trx, scope, each);
        const after = withoutAsked(withWithdrawn(standing, each), each.datasetKey);
        return { ...after, tally: addTallies(standing.tally, tally) };
      });
    }
    return checkpoint;
  }

  async function endListed(
    list: (known: string[]) => Promise<ListedDataset[]>,
    missing: AskedWithdrawal[],
    before: Checkpoint,
  ): Promise<Checkpoint> {
    const known = await pulls.findOf(db, run.id);
    let listed: ListedDataset[];
    try {
      listed = await list([...new Set([...missing, ...known].map(keyOf))]);
    } catch (error) {
      if (!(error instanceof SourceFailure)) throw error;
      const warning = undecided(error.message, missing.length > 0);
      return { ...before, warnings: addWarning(before.warnings, warning) };
    }
    const isMissing = new Set(missing.map(keyOf));
    let checkpoint = before;
    for (const dataset of listed) {
      if (!isMissing.has(dataset.datasetKey) && !dataset.isGone) continue;
      checkpoint = await endDataset(dataset, checkpoint);
    }
    const standing = checkpoint;
    const settled = listed.filter(
      (dataset) =>
        !isMissing.has(dataset.datasetKey) && !dataset.isGone && stoodStill(dataset, run.createdAt),
    );
    return commit(async (trx) => {
      await pulls.save(
        trx,
        run.id,
        settled.map(({ datasetKey, updatedAtProvider }) => ({
          ...{ datasetKey, updatedAtProvider, pulledAt: run.createdAt },
        })),
      );
      return standing;
    });
  }

  return {
    endDataset,

    async endAll(read) {
      if (!mayDecide(read)) return read;
      // What was asked about before is found again, if it is still missing.
      const again = { ...read, askedWithdrawals: [] };
      const before = isRehearsal ? withoutTold(again) : again;
      const scope = (await session.withdrawalScope?.()) ?? null;
      const missing = scope ? await withdrawals.findMissing(db, run.id, scope) : [];
      if (registry) return endListed((known) => registry.list(known), missing, before);
      if (!scope || missing.length === 0) return before;
      const wasInterrupted = run.tally.read > 0 && run.askedWithdrawals.length === 0;
      if (wasInterrupted && !session.resumesExactly) {
        // Pages by number: what moved between two of them while the run was away was not seen.
        const detail = 'the run was interrupted; the next full import decides';
        return { ...before, warnings: addWarning(before.warnings, undecided(detail, false)) };
      }
      return endUnlisted(scope, missing, before);
    },
  };
}
