import { stringify } from 'csv-stringify/sync';
import type { Cells, Column } from '../../contract/cell';
import { formatCell } from '../domain/cells';

const BYTE_ORDER_MARK = '\ufeff';

/** RFC 4180: lines end by CRLF; all that people wrote is put into quotes. */
const FORM = {
  record_delimiter: '\r\n',
  quoted_string: true,
  cast: { boolean: String, date: (moment: Date) => moment.toISOString() },
} as const;

/** Writes a file piece by piece. */
export const createCsvWriter = (columns: readonly Column[]) => ({
  /** `hasMark`: Excel takes a file for UTF-8 only when it begins with one. */
  header: ({ hasMark }: { hasMark: boolean }): string =>
    (hasMark ? BYTE_ORDER_MARK : '') + stringify([columns.map(({ name }) => name)], FORM),

  rows: (rows: readonly Cells[]): string =>
    stringify(
      rows.map((cells) => columns.map(({ name }) => formatCell(cells[name]))),
      FORM,
    ),
});
