import type { Column } from '../../contract/cell';
import { Problem } from '../../../../lib/problem';

const isExported = ({ only }: Column) => only !== 'import';

const refused = (message: string) =>
  new Problem({
    type: 'invalid-query',
    detail: `columns: ${message}`,
    faults: [{ parameter: 'columns', code: 'unknown', message }],
  });

/**
 * The columns that were asked for, in that order; all of them when none were.
 * @throws Problem `invalid-query` for a column that does not exist, is never exported or is named twice.
 */
export function chooseColumns(columns: readonly Column[], asked: string | undefined): Column[] {
  const offered = columns.filter(isExported);
  if (asked === undefined) return offered;
  const names = asked.split(',').map((name) => name.trim());
  return names.map((name, index) => {
    const found = offered.find((column) => column.name === name);
    if (!found) throw refused(`${name || 'an empty name'} is no column of this.`);
    if (names.indexOf(name) !== index) throw refused(`${name} is named twice.`);
    return found;
  });
}

/** What a column of a file is: one of ours, or one that is there to be ignored. */
export type HeaderColumn = { column: Column; isRead: boolean };
export interface HeaderFault {
  column: string | null;
  code: string;
  message: string;
}

/** The columns of a file by their place, or everything that is wrong with its header. */
export function readHeader(
  columns: readonly Column[],
  header: readonly string[],
): { columns: HeaderColumn[]; faults: HeaderFault[] } {
  const faults: HeaderFault[] = [];
  const names = header.map((name) => name.trim());
  const read = names.flatMap((name, index) => {
    const column = columns.find((one) => one.name === name);
    if (!column) {
      const message = name ? `There is no column ${name}.` : 'A column has no name.';
      faults.push({ column: name || null, code: 'unknown-column', message });
      return [];
    }
    if (names.indexOf(name) !== index) {
      faults.push({ column: name, code: 'repeated-column', message: `${name} is there twice.` });
    }
    return [{ column, isRead: column.only !== 'export' }];
  });
  const isKnown = read.some(({ column }) => column.name === 'id');
  for (const { name, isRequired } of columns) {
    // With ids a file may be about what is there already.
    if (!isRequired || isKnown || names.includes(name)) continue;
    faults.push({
      column: name,
      code: 'missing-column',
      message: `The column ${name} is missing.`,
    });
  }
  if (faults.length === 0 && !read.some(({ isRead }) => isRead)) {
    faults.push({ column: null, code: 'missing-column', message: 'No column can be written.' });
  }
  return { columns: read, faults };
}
