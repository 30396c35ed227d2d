import { createKeyLadder, type KeyLadder } from '../domain/record-key';
import { isFields } from '../domain/read-value';
import { canonicalJson, isTooDeep, mayHoldUnstorable, toStorable } from '../domain/storable-json';
import type { MappedRecord, Source, SourceRecord } from '../sources/source';

/** PostgreSQL takes more; a record of this size is a mistake. */
const MAX_RECORD_CHARACTERS = 1_000_000;
const KEPT_CHARACTERS = 2000;

/** A record in our words beside the record as it came, storable and in a fixed order. */
export interface StagedRecord {
  ordinal: number;
  rawJson: string;
  /** What of it the content hash is over; the same text where a source moves nothing by itself. */
  hashedJson: string;
  /** `null` when there is nothing to read: `unreadable` says why. */
  mapped: MappedRecord | null;
  unreadable: string | null;
  ladder: KeyLadder | null;
  wasCleaned: boolean;
  /** Whether the id that the provider gave it is that of the record for good. */
  hasLastingId: boolean;
}

function unreadable(record: SourceRecord, ordinal: number, reason: string): StagedRecord {
  const isShown = !isTooDeep(record.value);
  const text = isShown ? canonicalJson(toStorable(record.value)) : '"(nested too deep to keep)"';
  const rawJson =
    text.length <= MAX_RECORD_CHARACTERS
      ? text
      : JSON.stringify(toStorable(text.slice(0, KEPT_CHARACTERS)));
  return {
    ordinal,
    rawJson,
    hashedJson: rawJson,
    mapped: null,
    unreadable: reason,
    ladder: null,
    wasCleaned: false,
    hasLastingId: false,
  };
}

/**
 * The ladder of a record; the same for a fresh record and for a stored raw one. It holds the text and
 * not the fields, which would live as long as it does: few records ever step down to their content.
 */
export function ladderOf(
  source: Pick<Source, 'isDerived'>,
  { record }: MappedRecord,
  rawJson: string,
): KeyLadder {
  return createKeyLadder(record, () =>
    canonicalJson(JSON.parse(rawJson), (name) => source.isDerived(name)),
  );
}

/** Reads one record: made storable, put in order, mapped. It judges nothing. */
export function stageRecord(source: Source, sent: SourceRecord, ordinal: number): StagedRecord {
  if (!isFields(sent.value)) return unreadable(sent, ordinal, 'NOT_A_RECORD');
  if (isTooDeep(sent.value)) return unreadable(sent, ordinal, 'NESTED_TOO_DEEP');
  let fields = sent.value;
  let rawJson = canonicalJson(fields);
  if (rawJson.length > MAX_RECORD_CHARACTERS) return unreadable(sent, ordinal, 'TOO_LARGE');
  const wasCleaned = mayHoldUnstorable(rawJson);
  if (wasCleaned) {
    // The type of an object of fields survives the cleaning of its texts.
    fields = toStorable(fields) as Record<string, unknown>;
    rawJson = canonicalJson(fields);
  }
  const mapped = source.map(fields);
  const ladder = ladderOf(source, mapped, rawJson);
  const hashedJson = source.isVolatile
    ? canonicalJson(fields, (name) => source.isVolatile?.(name) ?? false)
    : rawJson;
  const hasLastingId = source.givesNewIds !== true;
  const read = { mapped, unreadable: null, ladder, wasCleaned, hasLastingId };
  return { ordinal, rawJson, hashedJson, ...read };
}
