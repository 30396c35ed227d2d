import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { TextDecoder } from 'node:util';
import { CsvError, parse } from 'csv-parse';
import { SourceFailure, sourceFailed } from '../../errors';

/** How a table is written. */
export interface RowFormat {
  encoding: string;
  delimiter: string;
  /** `null`: quotes are ordinary characters. */
  quote: string | null;
  /** Rows before the first record. */
  headerRows: number;
}

/** A quote that is never closed must not gather the whole file. */
const LONGEST_ROW = 8 * 1024 * 1024;
const REPLACEMENT = '\uFFFD';

function decoderOf(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding);
  } catch (cause) {
    throw sourceFailed('encoding-unknown', `The encoding "${encoding}" is not known`, cause);
  }
}

/** Bytes into text; says when some were none in this encoding. */
function createDecoding(encoding: string, onUnreadable: () => void): Transform {
  const decoder = decoderOf(encoding);
  const pass = (done: TransformCallback, chunk?: Buffer) => {
    const text = decoder.decode(chunk, { stream: chunk !== undefined });
    if (text.includes(REPLACEMENT)) onUnreadable();
    done(null, text);
  };
  return new Transform({
    encoding: 'utf8',
    transform: (chunk: Buffer, _encoding, done) => pass(done, chunk),
    flush: (done) => pass(done),
  });
}

/**
 * The rows of a table behind its header, one after the other; empty lines are left out.
 * @throws SourceFailure `table-unreadable`
 */
export async function* readRows(
  bytes: Readable,
  { encoding, delimiter, quote, headerRows }: RowFormat,
  onUnreadable: () => void = () => undefined,
): AsyncGenerator<string[], void, void> {
  const text = createDecoding(encoding, onUnreadable);
  const parser = parse({
    delimiter,
    quote,
    escape: quote,
    // Writers of archives claim one ending of lines and write the other.
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  const stop = (error: Error) => parser.destroy(error);
  bytes.once('error', stop).pipe(text).once('error', stop).pipe(parser);
  let row = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      row += 1;
      if (row > headerRows) yield cells;
    }
  } catch (error) {
    if (error instanceof SourceFailure) throw error;
    const why = error instanceof CsvError ? error.code : (error as Error).message;
    throw sourceFailed('table-unreadable', `The table breaks off after row ${row}: ${why}`, error);
  } finally {
    bytes.destroy();
  }
}

const LINE_FEED = 0x0a;

/**
 * How many records a table holds, for telling how far an import is. Counts line ends outside of
 * quotes, which is ten times as fast as reading; off by some where a file is written oddly.
 */
export async function countRows(
  bytes: Readable,
  { encoding, quote, headerRows }: RowFormat,
): Promise<number | null> {
  if (/^utf-?16/i.test(encoding)) return null;
  const mark = quote?.charCodeAt(0);
  let lines = 0;
  let isQuoted = false;
  let last = LINE_FEED;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    for (const byte of chunk) {
      if (byte === mark) isQuoted = !isQuoted;
      if (byte === LINE_FEED && !isQuoted && last !== LINE_FEED) lines += 1;
      if (byte !== 0x0d) last = byte;
    }
  }
  if (last !== LINE_FEED) lines += 1;
  return Math.max(0, lines - headerRows);
}
