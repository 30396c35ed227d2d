import type { Cells, Column } from '../../contract/cell';
import type { ImportRow, RowVerdict } from '../../contract/kind';
import type { RowFault } from '../../contract/report';
import { readCell } from '../domain/cells';
import { readHeader, type HeaderColumn } from '../domain/columns';
import { badHeader, malformedFile } from '../errors';
import { readRecords, type FileRecord } from './csv-reader';

/** A row that can be read, or the verdict on one that cannot. */
export type ReadRow = { read: ImportRow } | { refused: RowVerdict };

function readRow(columns: readonly HeaderColumn[], { row, cells }: FileRecord): ReadRow {
  if (cells.slice(columns.length).some((cell) => cell !== '') || cells.length < columns.length) {
    const message = `The row has ${cells.length} cells, the header ${columns.length}.`;
    const faults = [{ column: null, code: 'cell-count', message }];
    return { refused: { row, outcome: 'failed', faults } };
  }
  const read: Cells = {};
  const faults: Omit<RowFault, 'row'>[] = [];
  columns.forEach(({ column, isRead }, place) => {
    if (!isRead) return;
    const { name, kind } = column;
    const cell = readCell(kind, cells[place] ?? '');
    if (cell.fault) faults.push({ column: name, ...cell.fault });
    else read[name] = cell.value;
  });
  if (faults.length > 0) return { refused: { row, outcome: 'failed', faults } };
  return { read: { row, cells: read } };
}

/**
 * The rows of a file, in batches.
 * @param whenHeaderIsRead is told the columns that will be read.
 * @throws Problem for a file that cannot be read or whose header is wrong.
 */
export async function* readRows(
  file: string,
  { columns, batchSize }: { columns: readonly Column[]; batchSize: number },
  whenHeaderIsRead: (names: string[]) => void = () => undefined,
): AsyncGenerator<ReadRow[]> {
  let header: HeaderColumn[] | undefined;
  let batch: ReadRow[] = [];
  for await (const record of readRecords(file)) {
    if (!header) {
      const read = readHeader(columns, record.cells);
      if (read.faults.length > 0) throw badHeader(record.row, read.faults);
      header = read.columns;
      whenHeaderIsRead(header.filter(({ isRead }) => isRead).map(({ column }) => column.name));
      continue;
    }
    batch.push(readRow(header, record));
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (!header) throw malformedFile('The file is empty.');
  if (batch.length > 0) yield batch;
}
