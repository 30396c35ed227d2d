import type { RunWarning } from '../../../contract/run';
import { sourceFailed } from '../../errors';
import { createRowIndex, type RowIndex } from './row-index';
import { countRows, readRows } from './rows';
import type { SourceFiles } from './source-files';
import { fieldsOf, type ArchiveShape, type TableShape } from './table-shape';

type Row = Record<string, string>;
export type ArchiveRecord = Record<string, unknown>;
type Warn = (warning: Omit<RunWarning, 'count'>) => void;

/** Deeper than any expedition; more is a circle. */
const MAX_PARENTS = 10;
/** Occurrences of one event come together, so that few events need to be at hand. */
const KEPT_EVENTS = 500;
const SIGNAL_EVERY = 1000;

interface Reading {
  files: SourceFiles;
  signal: AbortSignal;
  warn: Warn;
}

/** The rows of a table with the id of the core row that they are or belong to. */
async function* rowsOf(
  shape: TableShape,
  { files, signal, warn }: Reading,
): AsyncGenerator<{ id: string | null; fields: Row }, void, void> {
  const unreadable = { code: 'characters-unreadable', isLossy: false };
  let count = 0;
  for (const name of shape.files) {
    const detail = `${name} holds bytes that are no text in ${shape.format.encoding}`;
    const bytes = await files.open(name);
    for await (const cells of readRows(bytes, shape.format, () =>
      warn({ ...unreadable, detail }),
    )) {
      if ((count += 1) % SIGNAL_EVERY === 0) signal.throwIfAborted();
      const id = shape.idIndex === null ? undefined : cells[shape.idIndex]?.trim();
      yield { id: id || null, fields: fieldsOf(cells, shape) };
    }
  }
}

/** Every row of an extension under the occurrence it names, else under its core row. */
async function fillExtensions(index: RowIndex, shapes: TableShape[], reading: Reading) {
  for (const shape of shapes) {
    for await (const { id, fields } of rowsOf(shape, reading)) {
      const { occurrenceID } = fields;
      const key = occurrenceID ? `occurrence:${occurrenceID}` : `core:${id ?? ''}`;
      index.add(key, { ...fields, rowType: shape.rowType });
    }
  }
}

const IN_ROW = 'rowType';

/** Rows of extensions by the type of their rows. */
function grouped(rows: Row[]): Record<string, Row[]> | undefined {
  if (rows.length === 0) return undefined;
  const groups: Record<string, Row[]> = {};
  for (const { [IN_ROW]: rowType = '', ...row } of rows) (groups[rowType] ??= []).push(row);
  return groups;
}

/** Events by their id, each with its parents inside. */
function createEvents(index: RowIndex, extensions: RowIndex, warn: Warn) {
  const kept = new Map<string, ArchiveRecord | null>();

  function resolve(id: string, above: string[]): ArchiveRecord | null {
    const row = index.find(id).at(-1);
    if (!row) return null;
    const { parentEventID } = row;
    const facts = grouped(extensions.find(`core:${id}`));
    const event: ArchiveRecord = { ...row, ...(facts && { extensions: facts }) };
    if (!parentEventID || parentEventID === id) return event;
    if (above.includes(parentEventID) || above.length >= MAX_PARENTS) {
      warn({
        code: 'events-in-circle',
        detail: 'Some events are their own parents',
        isLossy: false,
      });
      return event;
    }
    const parent = resolve(parentEventID, [...above, id]);
    return parent ? { ...event, parent } : event;
  }

  return (id: string): ArchiveRecord | null => {
    const known = kept.get(id);
    if (known !== undefined) return known;
    const event = resolve(id, []);
    if (!event) {
      const detail = 'Some occurrences name an event that is not in the archive';
      warn({ code: 'event-missing', detail, isLossy: false });
    }
    if (kept.size >= KEPT_EVENTS) kept.clear();
    kept.set(id, event);
    return event;
  };
}

const isOccurrences = ({ rowType }: TableShape) => rowType === 'Occurrence';

/** The table whose rows are the records. @throws SourceFailure for an archive without one. */
export function occurrenceTable({ core, extensions }: ArchiveShape): TableShape {
  if (isOccurrences(core)) return core;
  const table = core.rowType === 'Event' ? extensions.find(isOccurrences) : undefined;
  if (table) return table;
  const detail = `The archive has no occurrences: its core is ${core.rowType}`;
  throw sourceFailed('archive-without-occurrences', detail, undefined);
}

/** How many records there are, about; `null` when that cannot be told. */
export async function countRecords(
  files: SourceFiles,
  shape: ArchiveShape,
): Promise<number | null> {
  const table = occurrenceTable(shape);
  let sum = 0;
  for (const name of table.files) {
    const count = await countRows(await files.open(name), table.format);
    if (count === null) return null;
    sum += count;
  }
  return sum;
}

/**
 * The occurrences of an archive in the order of their table, from behind the first `skip`. Each has
 * its own fields by the short names of their terms, its `event` with that event's `parent`, and the
 * rows of `extensions` that belong to it. Memory does not grow with the archive but for 32 bytes an
 * event or row with extensions.
 */
export async function* readRecords(
  shape: ArchiveShape,
  skip: number,
  reading: Reading,
): AsyncGenerator<ArchiveRecord, void, void> {
  const table = occurrenceTable(shape);
  const isEventCore = table !== shape.core;
  const others = shape.extensions.filter((extension) => extension !== table);
  const extensions = createRowIndex();
  const eventRows = createRowIndex();
  try {
    await fillExtensions(extensions, others, reading);
    if (isEventCore) {
      for await (const { id, fields } of rowsOf(shape.core, reading)) {
        eventRows.add(id ?? fields.eventID ?? '', fields);
      }
    }
    const eventOf = createEvents(eventRows, extensions, reading.warn);
    let row = 0;
    for await (const { id, fields } of rowsOf(table, reading)) {
      row += 1;
      if (row <= skip) continue;
      const { occurrenceID } = fields;
      const event = isEventCore && id !== null ? eventOf(id) : null;
      const facts = grouped([
        ...(occurrenceID ? extensions.find(`occurrence:${occurrenceID}`) : []),
        ...(!isEventCore && id !== null ? extensions.find(`core:${id}`) : []),
      ]);
      yield {
        ...fields,
        ...(!isEventCore && id !== null && { id }),
        ...(event && { event }),
        ...(facts && { extensions: facts }),
      };
    }
  } finally {
    extensions.close();
    eventRows.close();
  }
}
