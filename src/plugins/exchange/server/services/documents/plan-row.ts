import type { Cells, CellValue } from '../../../contract/cell';
import type { DocumentColumn, DocumentKind } from '../../../contract/document-kind';
import type { ImportRow, RowOutcome } from '../../../contract/kind';
import type { RowFault } from '../../../contract/report';
import { isSameCell } from '../../domain/equal-cells';
import type { StoredDocument } from './stored-documents';

type Fault = Omit<RowFault, 'row'>;

export const STATES = ['draft', 'published'] as const;

/** What becomes of a row. */
export interface PlannedRow {
  row: number;
  documentId: string | null;
  outcome: RowOutcome;
  /** Cells to be written: attributes by their names, linked columns, and the `state` it will have. */
  cells: Cells;
  faults: Fault[];
}

/** A row with the document that it is about; undefined when it is about a new one. */
export interface FoundRow extends ImportRow {
  stored: StoredDocument | undefined;
}

const isEmpty = (value: CellValue | undefined) =>
  value === null ||
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);

function valueFaults({ name, schema }: DocumentColumn, value: CellValue): Fault[] {
  if (isEmpty(value)) return [];
  const parsed = schema?.safeParse(value);
  return (parsed?.error?.issues ?? []).map(({ message }) => ({
    column: name,
    code: 'invalid',
    message,
  }));
}

function stateOf({ cells, stored }: FoundRow): { state: CellValue; faults: Fault[] } {
  const said = cells['state'] ?? stored?.cells['state'] ?? 'draft';
  const state = typeof said === 'string' ? said.trim().toLowerCase() : said;
  if (STATES.some((one) => one === state)) return { state, faults: [] };
  const message = `must be one of ${STATES.join(', ')}`;
  return { state: 'draft', faults: [{ column: 'state', code: 'invalid', message }] };
}

/** What a row changes and what is wrong with that; nothing is asked of what stays as it is. */
export function planRow(
  { columns, linked, checkCells }: Pick<DocumentKind, 'columns' | 'linked' | 'checkCells'>,
  found: FoundRow,
  { hasDrafts }: { hasDrafts: boolean },
): PlannedRow {
  const { row, cells, stored } = found;
  const written = [...columns, ...(linked?.columns ?? [])].filter(({ only }) => only !== 'export');
  const next: Cells = {};
  const changed: DocumentColumn[] = [];
  for (const column of written) {
    const given = cells[column.name];
    if (given === undefined && (stored || column.default === undefined)) continue;
    const value = isEmpty(given) ? (column.default ?? null) : (given ?? null);
    next[column.name] = value;
    if (!stored || !isSameCell(value, stored.cells[column.name])) changed.push(column);
  }
  const faults = changed.flatMap((column) => valueFaults(column, next[column.name] ?? null));
  const merged: Cells = { ...stored?.cells, ...next };
  const { state, faults: stateFaults } = hasDrafts ? stateOf(found) : { state: null, faults: [] };
  faults.push(...stateFaults);
  const isStateNew = hasDrafts && state !== stored?.cells['state'];
  const needed = !stored || (isStateNew && state === 'published') ? written : changed;
  for (const { name, isRequired } of needed) {
    if (!isRequired || !isEmpty(merged[name])) continue;
    faults.push({ column: name, code: 'required', message: 'must not be empty' });
  }
  if (changed.length > 0 && checkCells) {
    const isPublished = state === 'published';
    faults.push(...checkCells(merged, { isNew: !stored, isPublished }));
  }
  const isUnchanged = stored && changed.length === 0 && !isStateNew;
  const outcome = stored ? (isUnchanged ? 'unchanged' : 'updated') : 'created';
  if (hasDrafts) next['state'] = state;
  return { row, documentId: stored?.documentId ?? null, outcome, cells: next, faults };
}
