import type { CellValue } from '../../contract/cell';
import type { ImportRow, RowVerdict } from '../../contract/kind';

const keyOf = (value: CellValue | undefined): string =>
  typeof value === 'string' ? value.trim().toLowerCase() : '';

/** Finds rows that name again what an earlier row of the same file is about. */
export function createRepeatedRows(columns: readonly string[]) {
  const firstRows = new Map(columns.map((column) => [column, new Map<string, number>()]));

  return {
    /** The verdict on a row that is one too many; null for the first of its kind. */
    check({ row, cells }: ImportRow): RowVerdict | null {
      const faults = [...firstRows].flatMap(([column, seen]) => {
        const key = keyOf(cells[column]);
        if (key === '') return [];
        const first = seen.get(key);
        if (first === undefined) seen.set(key, row);
        if (first === undefined) return [];
        const message = `Row ${first} has the same ${column}.`;
        return [{ column, code: 'repeated', message }];
      });
      return faults.length > 0 ? { row, outcome: 'failed', faults } : null;
    },
  };
}
