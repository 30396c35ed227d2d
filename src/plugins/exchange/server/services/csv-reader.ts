import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform, type TransformCallback } from 'node:stream';
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { malformedFile } from '../errors';

/** A record of a file; its row as a spreadsheet counts, where what stands over several lines is one. */
export interface FileRecord {
  row: number;
  cells: string[];
}

/** A quote that is never closed must not gather the whole file. */
const LONGEST_RECORD = 8 * 1024 * 1024;
const HEADER_BYTES = 64 * 1024;

/** @throws Problem `malformed-body` for bytes that are no UTF-8, instead of letting them become question marks. */
function createDecoder(): Transform {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (done: TransformCallback, chunk?: Buffer) => {
    try {
      done(null, decoder.decode(chunk, { stream: chunk !== undefined }));
    } catch {
      done(malformedFile('The file is not UTF-8 text.'));
    }
  };
  return new Transform({
    decodeStrings: true,
    encoding: 'utf8',
    transform: (chunk: Buffer, _encoding, done) => decode(done, chunk),
    flush: (done) => decode(done),
  });
}

/** Where a comma is the decimal mark, spreadsheets part columns by semicolons. */
async function delimiterOf(file: string): Promise<',' | ';'> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const [header = ''] = buffer.toString('utf8', 0, bytesRead).split(/[\r\n]/, 1);
    return header.includes(';') && !header.includes(',') ? ';' : ',';
  } finally {
    await handle.close();
  }
}

const isBlank = ({ cells }: FileRecord) => cells.every((cell) => cell.trim() === '');

/**
 * The records of a file, one after the other, the header first; blank rows are counted and left out.
 * @throws Problem `malformed-body`.
 */
export async function* readRecords(file: string): AsyncGenerator<FileRecord> {
  const parser = parse({
    bom: true,
    delimiter: await delimiterOf(file),
    max_record_size: LONGEST_RECORD,
    relax_column_count: true,
  });
  const bytes = createReadStream(file);
  const text = createDecoder();
  const stop = (error: Error) => parser.destroy(error);
  bytes.once('error', stop).pipe(text).once('error', stop).pipe(parser);
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      const record = { row, cells };
      if (!isBlank(record)) yield record;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw malformedFile(
      `The file cannot be read after row ${row}: ${FAULTS[error.code] ?? 'it is no CSV'}.`,
    );
  } finally {
    bytes.destroy();
  }
}

const FAULTS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is never closed',
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quote',
  INVALID_OPENING_QUOTE: 'a quote stands within a cell that does not begin with one',
  CSV_MAX_RECORD_SIZE: 'a row is too long, or a quote is never closed',
};
