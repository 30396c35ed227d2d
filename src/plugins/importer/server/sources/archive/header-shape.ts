import type { Readable } from 'node:stream';
import { findTerm } from '../../domain/darwin-core-terms';
import { sourceFailed } from '../../errors';
import { readRows, type RowFormat } from './rows';
import type { SourceFiles } from './source-files';
import { withDistinctNames, type ArchiveShape, type TableShape } from './table-shape';

const HEAD_BYTES = 256 * 1024;
/** No table of records has as many; a line of commas is none. */
const MOST_COLUMNS = 10_000;
const DELIMITERS = ['\t', ';', '|', ','] as const;
const UTF8_MARK = [0xef, 0xbb, 0xbf];

export interface TableQuestion {
  delimiter?: string;
  encoding?: string;
  /** Header of the file to term. */
  columns?: Record<string, string>;
  /** Terms that every record has. */
  defaults?: Record<string, string>;
}

async function headOf(bytes: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    parts.push(chunk);
    if ((length += chunk.length) >= HEAD_BYTES) break;
  }
  bytes.destroy();
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
}

/** UTF-8 unless the bytes say otherwise; what is not Unicode is how Windows writes the West. */
async function encodingOf(files: SourceFiles, name: string, head: Buffer): Promise<string> {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (UTF8_MARK.every((byte, index) => head[index] === byte)) return 'utf-8';
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of (await files.open(name)) as AsyncIterable<Buffer>) {
      decoder.decode(chunk, { stream: true });
    }
    decoder.decode();
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

function decode(bytes: Buffer, encoding: string): string {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch (cause) {
    throw sourceFailed('encoding-unknown', `The encoding "${encoding}" is not known`, cause);
  }
}

/** The delimiter that the first line has most of, outside of quotes. */
function delimiterOf(text: string): string {
  const [line = ''] = text.replace(/"[^"]*"/g, '').split(/\r|\n/, 1);
  const counted = DELIMITERS.map((mark) => ({ mark, count: line.split(mark).length - 1 }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

async function headerOf(bytes: Readable, format: RowFormat): Promise<string[]> {
  for await (const cells of readRows(bytes, { ...format, headerRows: 0 })) {
    if (cells.length <= MOST_COLUMNS) return cells;
    const detail = `The table has ${cells.length} columns`;
    throw sourceFailed('table-unreadable', detail, undefined);
  }
  return [];
}

/**
 * The shape of a table that says by its header what it holds: a header is a term in whatever case,
 * or what the question says of it; anything else is kept under its own name.
 */
export async function shapeOfTable(
  files: SourceFiles,
  { name, rowType, idTerm }: { name: string; rowType: string; idTerm: string },
  { columns = {}, defaults = {}, ...given }: TableQuestion,
): Promise<TableShape> {
  const head = await headOf(await files.open(name));
  const encoding = given.encoding ?? (await encodingOf(files, name, head));
  const delimiter = given.delimiter ?? delimiterOf(decode(head, encoding));
  // Tables parted by tabs quote nothing, and their texts may begin with a quote.
  const format = { encoding, delimiter, quote: delimiter === '\t' ? null : '"', headerRows: 1 };
  const header = await headerOf(await files.open(name), format);
  const unknown = Object.keys(columns).filter((column) => !header.includes(column));
  if (unknown.length > 0) throw columnsMissing(name, `there is no column ${unknown.join(', ')}`);
  const named = header.map((text, index) => {
    const address = text.trim();
    const term = columns[text] ?? findTerm(address) ?? address;
    return { name: term, address, index, default: defaults[term] ?? null };
  });
  const added = Object.entries(defaults)
    .filter(([term]) => !named.some((column) => column.name === term))
    .map(([term, value]) => ({ name: term, address: term, index: null, default: value }));
  const idIndex = named.findIndex((column) => column.name === idTerm);
  return {
    rowType,
    files: [name],
    format,
    idIndex: idIndex < 0 ? null : idIndex,
    columns: withDistinctNames([...named.filter(({ name: term }) => term !== 'id'), ...added]),
    width: header.length,
  };
}

const columnsMissing = (name: string, detail: string) =>
  sourceFailed('columns-missing', `${name}: ${detail}`.slice(0, 1000), undefined);

const NEEDED = ['scientificName', 'decimalLatitude', 'decimalLongitude'];
const TABLE = /(?:^|[._\- ])(occurrences?|events?)\.(?:txt|csv|tsv)$/i;

/** The table of occurrences or events among files without a description, if there is just one. */
function findTable(names: string[], kind: string): string | undefined {
  const found = names.filter((name) => TABLE.exec(name)?.[1]?.toLowerCase().startsWith(kind));
  return found.length === 1 ? found[0] : undefined;
}

/**
 * The shape of tables that come without a description: one of occurrences, alone or beside one of
 * the events that hold their places and dates.
 * @throws SourceFailure `columns-missing` where no column is a name or a place, `archive-unreadable`
 */
export async function shapeOfTables(
  files: SourceFiles,
  question: TableQuestion,
): Promise<ArchiveShape> {
  const { names } = files;
  const name = names.length === 1 ? names[0] : findTable(names, 'occurrence');
  if (name === undefined) {
    const detail = 'There is neither a meta.xml nor one table of occurrences';
    throw sourceFailed('archive-unreadable', detail, undefined);
  }
  const eventName = names.length === 1 ? undefined : findTable(names, 'event');
  const idTerm = eventName ? 'eventID' : 'id';
  const occurrences = await shapeOfTable(files, { name, rowType: 'Occurrence', idTerm }, question);
  const events = eventName
    ? await shapeOfTable(files, { name: eventName, rowType: 'Event', idTerm }, {})
    : null;
  const all = [...occurrences.columns, ...(events?.columns ?? [])].map((column) => column.name);
  const missing = NEEDED.filter((term) => !all.includes(term));
  if (missing.length > 0) {
    throw columnsMissing(name, `no column is ${missing.join(', ')}. Columns: ${all.join(', ')}`);
  }
  return events
    ? { core: events, extensions: [occurrences], metadata: null }
    : { core: occurrences, extensions: [], metadata: null };
}
