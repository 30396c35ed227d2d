import type { ProviderDataset } from '../../domain/occurrence';
import { INPUT_CHANGED, sourceFailed } from '../../errors';
import type { SourcePage } from '../source';
import { countRecords, readRecords } from './read-records';
import type { SourceFiles } from './source-files';
import type { ArchiveShape } from './table-shape';

/** The files of a question as they were understood. */
export interface OpenedArchive {
  files: SourceFiles;
  shape: ArchiveShape;
  /** `null` where every record names its own. */
  dataset: ProviderDataset | null;
  /** The key of the dataset is the name of the file, which another dataset may have as well. */
  isKeyGuessed: boolean;
}

/** A few pages are in memory at a time: rows of a megabyte come fewer in each. */
const MAX_PAGE_CHARACTERS = 16_000_000;

interface PageOptions {
  pageSize: number;
  signal: AbortSignal;
}

/** Where a run stands: in which contents, and behind how many records. */
const cursorAt = (hash: string, row: number) => `${hash}:${row}`;

/** @throws SourceFailure `input-changed`: what was read before is not in this file. */
function rowsRead(cursor: string | null, hash: string): number {
  if (cursor === null) return 0;
  const [before = '', row = '0'] = cursor.split(':');
  if (before === hash) return Number(row);
  const detail = 'The file has changed since the import was interrupted: it has to begin anew';
  throw sourceFailed(INPUT_CHANGED, detail, undefined);
}

/** About how much text a record is, whatever hangs on it. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + sizeOf(item), 0);
}

/** The records of opened files, page by page, from behind a cursor. */
export async function* archivePages(
  { files, shape, dataset }: Omit<OpenedArchive, 'isKeyGuessed'>,
  cursor: string | null,
  { pageSize, signal }: PageOptions,
): AsyncGenerator<SourcePage, void, void> {
  const hash = await files.hash();
  let row = rowsRead(cursor, hash);
  const expected = await countRecords(files, shape);
  let warnings: SourcePage['warnings'] = [];
  let records: SourcePage['records'] = [];
  const said = new Set<string>();
  // What is wrong with a file is wrong many times: it is said once.
  const warn = (warning: SourcePage['warnings'][number]) => {
    if (said.has(warning.detail)) return;
    said.add(warning.detail);
    warnings.push(warning);
  };
  const takePage = (): SourcePage => {
    const page = { records, cursor: cursorAt(hash, row), expected, warnings };
    records = [];
    warnings = [];
    return page;
  };
  let characters = 0;
  for await (const fields of readRecords(shape, row, { files, signal, warn })) {
    row += 1;
    characters += sizeOf(fields);
    const value = { ...(dataset && { datasetKey: dataset.datasetKey }), ...fields };
    records.push({ value, resumeAt: cursorAt(hash, row) });
    if (records.length < pageSize && characters < MAX_PAGE_CHARACTERS) continue;
    characters = 0;
    yield takePage();
  }
  if (records.length > 0 || warnings.length > 0) yield takePage();
}
