import type { Knex } from 'knex';
import { isFields } from '../domain/read-value';
import type { Run } from '../../contract/run';
import { addWarning, type Checkpoint } from '../domain/run';
import { addTallies } from '../domain/tally';
import type { Source, SourcePage, SourceRecord, SourceSession } from '../sources/source';
import { checkRecords } from './check';
import type { DatasetDescriber } from './describe-datasets';
import type { Merge } from './merge';
import type { RecordNamer } from './name-records';
import { readAhead } from './read-ahead';
import { toSlices } from './slices';
import { ladderOf, stageRecord } from './stage';

export interface ImportSteps {
  source: Source;
  session: SourceSession;
  describeDatasets: DatasetDescriber;
  nameRecords: RecordNamer;
  merge: Merge;
  /** Opens a transaction that only this run may write in, and saves the checkpoint at its end. */
  commit: (work: (trx: Knex) => Promise<Checkpoint>) => Promise<Checkpoint>;
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

/** Takes one slice of a page from what was sent to what is committed, and answers the new checkpoint. */
function createSliceImport(runId: number, steps: ImportSteps) {
  const { source, describeDatasets, nameRecords, merge, commit, db, now } = steps;
  const ladderOfRaw = ladderFromRaw(source);
  return async (
    records: SourceRecord[],
    cursor: string,
    before: Checkpoint,
  ): Promise<Checkpoint> => {
    const firstOrdinal = before.tally.read + 1;
    const staged = await nameRecords(
      records.map((sent, index) => stageRecord(source, sent, firstOrdinal + index)),
    );
    const { described, warning } = await describeDatasets(db, staged);
    const warnings = warning ? addWarning(before.warnings, warning) : before.warnings;
    const writtenAt = now();
    const checked = checkRecords(staged, writtenAt.getTime());
    const context = { runId, writtenAt: writtenAt.toISOString(), described, ladderOfRaw };
    return commit(async (trx) => {
      const tally = addTallies(before.tally, await merge(trx, checked, context));
      return { ...before, cursor, tally, warnings };
    });
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
  const importSlice = createSliceImport(run.id, steps);
  let checkpoint = checkpointOf(run);
  let pagesNow = 0;

  for await (const page of readAhead(steps.session.pages(run.cursor))) {
    if (signal.aborted) break;
    checkpoint = withPage(checkpoint, page);
    for (const { items, cursor } of toSlices(page.records, mergeBatchSize, page.cursor)) {
      if (signal.aborted) break;
      checkpoint = await importSlice(items, cursor, checkpoint);
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
