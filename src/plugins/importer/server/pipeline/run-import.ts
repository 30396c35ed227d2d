import type { Knex } from 'knex';
import { isFields } from '../domain/read-value';
import type { Run } from '../../contract/run';
import { addWarning, type Checkpoint } from '../domain/run';
import { addTallies } from '../domain/tally';
import type { Source, SourcePage, SourceSession } from '../sources/source';
import { checkRecords } from './check';
import type { DatasetDescriber } from './describe-datasets';
import type { Merge } from './merge';
import { readAhead } from './read-ahead';
import { toSlices } from './slices';
import { ladderOf, stageRecord } from './stage';

export interface ImportSteps {
  source: Source;
  session: SourceSession;
  describeDatasets: DatasetDescriber;
  merge: Merge;
  /** Opens a transaction that only this run may write in, and saves the checkpoint at its end. */
  commit(work: (trx: Knex) => Promise<Checkpoint>): Promise<void>;
  db: Knex;
  now: () => Date;
}

export interface ImportLimits {
  mergeBatchSize: number;
  maxPages: number | null;
  signal: AbortSignal;
  onCheckpoint: (checkpoint: Checkpoint) => void;
}

const checkpointOf = ({ cursor, pages, expected, tally, warnings }: Run): Checkpoint => ({
  cursor,
  pages,
  expected,
  tally,
  warnings,
});

function ladderFromRaw(source: Source) {
  return (raw: unknown) => (isFields(raw) ? ladderOf(source, source.map(raw), raw) : null);
}

function withPage(checkpoint: Checkpoint, page: SourcePage): Checkpoint {
  return {
    ...checkpoint,
    pages: checkpoint.pages + 1,
    expected: page.expected ?? checkpoint.expected,
    warnings: page.warnings.reduce(addWarning, checkpoint.warnings),
  };
}

/**
 * Fetch, stage, check, merge, report: page after page from where the run stands to the provider's
 * end. Each slice of a page is one transaction with its checkpoint.
 * @returns how far it came; the caller decides what that makes of the run.
 */
export async function runImport(
  run: Run,
  steps: ImportSteps,
  { mergeBatchSize, maxPages, signal, onCheckpoint }: ImportLimits,
): Promise<Checkpoint> {
  const { source, session, describeDatasets, merge, commit, db, now } = steps;
  const ladderOfRaw = ladderFromRaw(source);
  let checkpoint = checkpointOf(run);
  let pagesNow = 0;

  for await (const page of readAhead(session.pages(run.cursor))) {
    if (signal.aborted) break;
    checkpoint = withPage(checkpoint, page);
    const firstOrdinal = checkpoint.tally.read + 1;
    const staged = page.records.map((sent, i) => stageRecord(source, sent, firstOrdinal + i));
    const { described, warning } = await describeDatasets(db, staged);
    if (warning) checkpoint.warnings = addWarning(checkpoint.warnings, warning);
    let toDescribe = described;

    for (const { items, cursor } of toSlices(staged, mergeBatchSize, page.cursor)) {
      if (signal.aborted) break;
      const writtenAt = now();
      const checked = checkRecords(items, writtenAt.getTime());
      const before = checkpoint;
      await commit(async (trx) => {
        const context = {
          runId: run.id,
          writtenAt: writtenAt.toISOString(),
          described: toDescribe,
          ladderOfRaw,
        };
        const tally = addTallies(before.tally, await merge(trx, checked, context));
        checkpoint = { ...before, cursor, tally };
        return checkpoint;
      });
      toDescribe = [];
      onCheckpoint(checkpoint);
    }
    pagesNow += 1;
    if (maxPages !== null && pagesNow >= maxPages) {
      const detail = `Stopped after ${maxPages} page(s), as asked`;
      const warnings = addWarning(checkpoint.warnings, {
        code: 'stopped-early',
        detail,
        isLossy: true,
      });
      return { ...checkpoint, warnings };
    }
  }
  return checkpoint;
}
