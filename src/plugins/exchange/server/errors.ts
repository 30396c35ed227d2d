import type { ImportReport } from '../contract/report';
import { Problem } from '../../../lib/problem';

const RETRY_SECONDS = 10;

export const malformedFile = (detail: string) => new Problem({ type: 'malformed-body', detail });

export const notCsv = () =>
  new Problem({ type: 'unsupported-media-type', detail: 'Send the file as text/csv, unpacked.' });

export const fileTooLarge = (maxBytes: number) =>
  new Problem({
    type: 'payload-too-large',
    detail: `The file is larger than the ${Math.floor(maxBytes / 1024 / 1024)} MB that are taken.`,
  });

export const noRoom = () =>
  new Problem({ type: 'insufficient-storage', detail: 'There is no room to read this file from.' });

export const tooManyExports = () =>
  new Problem({
    type: 'rate-limited',
    code: 'too-many-exports',
    detail: 'Other exports are running. Try again in a moment.',
    retryAfterSeconds: RETRY_SECONDS,
  });

export const importRunning = () =>
  new Problem({
    type: 'rate-limited',
    code: 'import-running',
    detail: 'Another import is running. Try again when it is over.',
    retryAfterSeconds: RETRY_SECONDS,
  });

export const notAllowed = () =>
  new Problem({ type: 'forbidden', detail: 'You may not do this, or not any more.' });

export const unknownKind = () =>
  new Problem({ type: 'not-found', detail: 'There is nothing at this address.' });

export const noFile = () =>
  new Problem({
    type: 'validation-failed',
    detail: 'Send one file, as the field "file".',
    faults: [{ pointer: '/file', code: 'required', message: 'Send one file.' }],
  });

/** A row as a part of the body: `/rows/12/email`. */
const pointerOf = (row: number, column: string | null) =>
  `/rows/${row}${column === null ? '' : `/${column.replaceAll('~', '~0').replaceAll('/', '~1')}`}`;

/**
 * Rows that cannot be imported. `isWritten`: some failed only while the others were written, else
 * nothing was.
 */
export function rowsRefused(
  { errors, isDryRun: _isDryRun, ...counts }: ImportReport,
  { isWritten }: { isWritten: boolean },
) {
  const end = isWritten ? 'The others were written.' : 'Nothing was written.';
  return new Problem({
    type: 'validation-failed',
    code: 'rows-refused',
    detail: `${counts.failed} of ${counts.rows} rows cannot be imported. ${end}`,
    faults: errors.map(({ row, column, code, message }) => ({
      pointer: pointerOf(row, column),
      code,
      message,
    })),
    extensions: { ...counts, isWritten },
  });
}

/** The header is a row of its own, the first. */
export const badHeader = (
  row: number,
  faults: readonly { column: string | null; code: string; message: string }[],
) =>
  new Problem({
    type: 'validation-failed',
    code: 'bad-header',
    detail: `The header cannot be used. ${faults.map(({ message }) => message).join(' ')}`,
    faults: faults.map(({ column, code, message }) => ({
      pointer: pointerOf(row, column),
      code,
      message,
    })),
  });

export const callerLeft = () => malformedFile('Nobody waits for the answer any more.');
