/** One entry, as Strapi names it in what is written. */
export type EntryRef = { id: number } | { documentId: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function refOf(value: unknown): EntryRef | null {
  if (typeof value === 'number') return { id: value };
  if (typeof value === 'string') return value === '' ? null : { documentId: value };
  if (!isRecord(value)) return null;
  if (typeof value['documentId'] === 'string') return { documentId: value['documentId'] };
  return typeof value['id'] === 'number' ? { id: value['id'] } : null;
}

const refsOf = (value: unknown): EntryRef[] =>
  [value].flat(1).flatMap((one: unknown) => refOf(one) ?? []);

interface StoredEntry {
  id: number;
  documentId: string;
}

const isSame = (ref: EntryRef, entry: StoredEntry) =>
  'id' in ref ? ref.id === entry.id : ref.documentId === entry.documentId;

/**
 * What a relation to one leads to after a write in any of Strapi's notations: `{connect, disconnect}`,
 * `{set}`, an id, a list, null.
 */
export function relationAfter(before: StoredEntry | null, written: unknown): EntryRef | null {
  if (written === undefined) return before;
  const isNotation =
    isRecord(written) && ['connect', 'disconnect', 'set'].some((key) => key in written);
  if (!isNotation) return refsOf(written).at(-1) ?? null;
  const { connect, disconnect, set } = written;
  const connected = refsOf(connect).at(-1);
  if (connected) return connected;
  if (set !== undefined) return refsOf(set).at(-1) ?? null;
  const isTaken = before !== null && refsOf(disconnect).some((ref) => isSame(ref, before));
  return isTaken ? null : before;
}

/** Whether a write says anything about a relation; the panel sends empty lists for what it left alone. */
export function changesRelation(written: unknown): boolean {
  if (written === undefined) return false;
  if (!isRecord(written)) return true;
  const { connect, disconnect, set } = written;
  return set !== undefined || refsOf(connect).length + refsOf(disconnect).length > 0;
}
