import type { RowFormat } from './rows';

/** A column of a table and what it means, or a value that every row has. */
export interface Column {
  /** The short name of the term, or its whole address where it has none. */
  name: string;
  /** Counted from 0; `null` where only the default is meant. */
  index: number | null;
  default: string | null;
}

/** What a table holds and how it is written. */
export interface TableShape {
  /** The short name of the row's type: `Occurrence`, `Event`, `MeasurementOrFact`. */
  rowType: string;
  /** A table may be in several files, one continuing the other. */
  files: string[];
  format: RowFormat;
  /** The column with the id of the core row: its own, or the one that an extension belongs to. */
  idIndex: number | null;
  columns: Column[];
  /** How many cells a row has at most, where that is known: more are in the wrong columns. */
  width: number | null;
}

/** The tables of an archive. */
export interface ArchiveShape {
  core: TableShape;
  extensions: TableShape[];
  /** The file that describes the dataset, if there is one. */
  metadata: string | null;
}

const NAMESPACES = [
  'http://rs.tdwg.org/dwc/terms/',
  'http://purl.org/dc/terms/',
  'http://purl.org/dc/elements/1.1/',
  'http://rs.gbif.org/terms/1.0/',
  'http://rs.gbif.org/terms/',
  'http://rs.iobis.org/obis/terms/',
  'http://rs.tdwg.org/ac/terms/',
];

/** What a record already has under these names is ours. */
const OURS = new Set(['id', 'event', 'parent', 'extensions', 'misplaced']);

/** `http://rs.tdwg.org/dwc/terms/eventDate` as `eventDate`; an address of nobody we know stays whole. */
export function shortName(address: string): string {
  const text = address.trim().replace(/^https:/, 'http:');
  const namespace = NAMESPACES.find((prefix) => text.startsWith(prefix));
  const name = namespace ? text.slice(namespace.length) : address.trim();
  return name.includes('/') ? address.trim() : name;
}

/** No name twice, and none that is ours: the later one keeps its address or its position. */
export function withDistinctNames(columns: (Column & { address: string })[]): Column[] {
  const taken = new Set<string>(OURS);
  return columns.map(({ address, ...column }) => {
    const free = [column.name, address, `column:${column.index ?? address}`].find(
      (name) => name !== '' && !taken.has(name),
    );
    const name = free ?? `column:${column.index ?? ''}:${address}`;
    taken.add(name);
    return { ...column, name };
  });
}

/** The fields of a row by name; what is empty is not there. */
export function fieldsOf(cells: string[], { columns, width }: TableShape): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { name, index, default: otherwise } of columns) {
    const value = (index === null ? undefined : cells[index])?.trim() || otherwise;
    if (value) fields[name] = value;
  }
  const extra = width === null ? [] : cells.slice(width).filter((cell) => cell.trim() !== '');
  if (extra.length > 0) fields.misplaced = extra.join(' ');
  return fields;
}
