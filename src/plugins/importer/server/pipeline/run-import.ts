import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Knex } from 'knex';
import { isFields } from '../domain/read-value';
import type { Run } from '../../contract/run';
import { addWarning, checkpointOf, type Checkpoint } from '../domain/run';
import { addTallies } from '../domain/tally';
import type { ListedDataset, Source, SourcePage, SourceSession } from '../sources/source';
import { checkRecords, joinChecked, type CheckedSlice } from './check';
import type { DatasetDescriber } from './describe-datasets';
import type { Merge } from './merge';
import type { RecordNamer } from './name-records';
import { readAhead } from './read-ahead';
import type { Settlement } from './settle';
import { toSlices } from './slices';
import { ladderOf, stageRecord, type StagedRecord } from './stage';

export interface ImportSteps {
  source: Source;
  session: SourceSession;
  describeDatasets: DatasetDescriber;
  nameRecords: RecordNamer;
  merge: Merge;
  /** The datasets to read one by one; `null` when the question is read as a whole. */
  datasets: ListedDataset[] | null;
  /** `null` where nothing is withdrawn. */
  settlement: Settlement | null;
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

function ladderFromRaw(source: Source) {
  return (raw: unknown) =>
    isFields(raw) ? ladderOf(source, source.map(raw), JSON.stringify(raw)) : null;
}

function withPage(checkpoint: Checkpoint, page: BegunPage): Checkpoint {
  return {
    ...checkpoint,
    pages: checkpoint.pages + 1,
    expected: page.expected ?? checkpoint.expected,
    warnings: page.warnings.reduce(addWarning, checkpoint.warnings),
  };
}

function datasetKeysOf(staged: StagedRecord[]): Set<string> {
  const keys = staged.map(({ mapped }) => mapped?.record.datasetKey ?? null);
  return new Set(keys.filter((key) => key !== null));
}

type BegunPage = Pick<SourcePage, 'expected' | 'warnings'>;

/** A slice of a page, ready to be merged, and the cursor right behind it. */
interface ReadySlice {
  /** The page that begins with it. */
  begins: BegunPage | null;
  isEndOfPage: boolean;
  datasetKeys: Set<string>;
  checked: CheckedSlice;
  cursor: string;
}

/** What a run does next. */
type Work =
  | { kind: 'slice'; slice: ReadySlice }
  | { kind: 'dataset-end'; dataset: ListedDataset; cursor: string };

/** Records that are some milliseconds of work, after which the merge may send its next statement. */
const AT_ONCE = 50;

/**
 * What comes of the provider's pages, in their order. Taken one ahead, so that records are staged,
 * named and checked here while the database merges those before them.
 */
async function* workOf(
  pages: AsyncGenerator<SourcePage, void, void>,
  { tally: { read } }: Pick<Checkpoint, 'tally'>,
  { source, nameRecords, now, mergeBatchSize }: ImportSteps & Pick<ImportLimits, 'mergeBatchSize'>,
): AsyncGenerator<Work, void, void> {
  let ordinal = read;
  for await (const page of readAhead(pages)) {
    if (page.ended) {
      yield { kind: 'dataset-end', dataset: page.ended, cursor: page.cursor };
      continue;
    }
    const { expected, warnings } = page;
    // Beginning and end of a page go with its first slice and its last: on their own each would be the
    // one thing that is made ahead, and the database would wait for the slice behind it.
    const slices = toSlices(page.records, mergeBatchSize, page.cursor);
    for (const [index, { items, cursor }] of slices.entries()) {
      const sent: StagedRecord[] = [];
      for (const record of items) {
        if (sent.length % AT_ONCE === 0) await othersTurn();
        sent.push(stageRecord(source, record, (ordinal += 1)));
      }
      const staged = await nameRecords(sent);
      const parts: CheckedSlice[] = [];
      for (let first = 0; first < staged.length; first += AT_ONCE) {
        await othersTurn();
        parts.push(checkRecords(staged.slice(first, first + AT_ONCE), now().getTime()));
      }
      const slice = {
        begins: index === 0 ? { expected, warnings } : null,
        isEndOfPage: index === slices.length - 1,
        datasetKeys: datasetKeysOf(staged),
        checked: joinChecked(parts),
        cursor,
      };
      yield { kind: 'slice', slice };
    }
  }
}

/** Takes a slice to what is committed, and answers the new checkpoint. */
function createSliceImport(runId: number, steps: ImportSteps) {
  const { source, describeDatasets, merge, commit, db, now } = steps;
  const ladderOfRaw = ladderFromRaw(source);
  return async (
    { datasetKeys, checked, cursor }: ReadySlice,
    before: Checkpoint,
  ): Promise<Checkpoint> => {
    const { described, warning } = await describeDatasets(db, datasetKeys);
    const warnings = warning ? addWarning(before.warnings, warning) : before.warnings;
    const context = { runId, writtenAt: now().toISOString(), described, ladderOfRaw };
    return commit(async (trx) => {
      const tally = addTallies(before.tally, await merge(trx, checked, context));
      return { ...before, cursor, tally, warnings };
    });
  };
}

function pagesOf(run: Run, { session, datasets }: ImportSteps) {
  if (datasets === null) return session.pages(run.cursor);
  if (!session.registry) throw new Error(`${run.source} has no registry to read datasets by`);
  return session.registry.pages(datasets, run.cursor);
}

function stoppedEarly(checkpoint: Checkpoint, pages: number): Checkpoint {
  const detail = `Stopped after ${pages} page(s), as asked`;
  const warnings = addWarning(checkpoint.warnings, {
    code: 'stopped-early',
    detail,
    isLossy: true,
  });
  return { ...checkpoint, warnings };
}

/** What is left to decide when the last page has come. */
async function endRun(run: Run, steps: ImportSteps, read: Checkpoint): Promise<Checkpoint> {
  const { settlement, datasets } = steps;
  if (!settlement) return read;
  if (datasets === null) return settlement.endAll(read);
  let checkpoint = read;
  // What this run asked about before it was continued: it may be confirmed now.
  for (const { datasetKey } of run.askedWithdrawals) {
    const asked = datasets.find((listed) => listed.datasetKey === datasetKey);
    if (asked) checkpoint = await settlement.endDataset(asked, checkpoint);
  }
  return checkpoint;
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
  const work = workOf(pagesOf(run, steps), checkpoint, { ...steps, mergeBatchSize });

  for await (const next of readAhead(work)) {
    if (signal.aborted) break;
    if (next.kind === 'slice') {
      const { begins, isEndOfPage } = next.slice;
      if (begins) checkpoint = withPage(checkpoint, begins);
      checkpoint = await importSlice(next.slice, checkpoint);
      onCheckpoint(checkpoint);
      if (isEndOfPage) pagesNow += 1;
      if (isEndOfPage && pagesNow === maxPages) return stoppedEarly(checkpoint, pagesNow);
    } else {
      const ended = { ...checkpoint, cursor: next.cursor };
      checkpoint = (await steps.settlement?.endDataset(next.dataset, ended)) ?? ended;
      onCheckpoint(checkpoint);
    }
  }
  return signal.aborted ? checkpoint : endRun(run, steps, checkpoint);
}
