import type { CellValue } from '../../contract/cell';

/** Nothing, an empty text and an empty list say the same. */
const formOf = (value: CellValue | undefined): string => {
  if (value === null || value === undefined || value === '') return '';
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.length === 0 ? '' : JSON.stringify([...value].sort());
  return String(value);
};

/** Whether two cells say the same; lists in whatever order. */
export const isSameCell = (one: CellValue | undefined, other: CellValue | undefined): boolean =>
  formOf(one) === formOf(other);
