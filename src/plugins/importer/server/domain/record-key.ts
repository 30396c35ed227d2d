import { createHash } from 'node:crypto';
import type { ProviderOccurrence } from './occurrence';

/** What of a record a key can be made from. */
export type KeyedRecord = Pick<
  ProviderOccurrence,
  | 'occurrenceID'
  | 'institutionCode'
  | 'collectionCode'
  | 'catalogNumber'
  | 'eventDate'
  | 'dateParts'
  | 'lon'
  | 'lat'
  | 'minimumDepthInMeters'
  | 'maximumDepthInMeters'
>;

/*
 * Identity within a dataset, as a ladder: the first rung that a record has is its key, and only
 * when several records of the dataset answer to that key do they step down, all of them, to the next
 * rung (see pipeline/identify.ts). The provider's own id is no rung: OBIS gives new ones whenever a
 * dataset is published again.
 */

/** Longer keys are replaced by their hash: a btree row must stay under 2,700 bytes. */
const MAX_KEY_BYTES = 1000;

function bounded(rung: string, value: string): string {
  const key = `${rung}:${value}`;
  if (Buffer.byteLength(key) <= MAX_KEY_BYTES) return key;
  return `${rung}:sha256:${createHash('sha256').update(value).digest('hex')}`;
}

/** The keys of a record, best first, each prefixed by its rung. The last is always there. */
export interface KeyLadder {
  /** The key on a rung, counted from 0; below the last rung stays on it. */
  keyAt(rung: number): string;
  lastRung: number;
}

/**
 * The ladder of a record.
 * @param contentOf the provider's own content of the record in fixed order, without what the
 *   provider or we derived from it; asked for only when nothing better tells records apart.
 */
export function createKeyLadder(record: KeyedRecord, contentOf: () => string): KeyLadder {
  const { institutionCode, collectionCode, catalogNumber } = record;
  const rungs: (() => string)[] = [];
  const { occurrenceID } = record;
  if (occurrenceID) rungs.push(() => bounded('occurrence-id', occurrenceID));
  if (catalogNumber && (institutionCode || collectionCode)) {
    const triplet = [institutionCode, collectionCode, catalogNumber];
    const { year, month, day } = record.dateParts;
    const when = record.eventDate ?? ([year, month, day].filter(Boolean).join('-') || null);
    const where = [
      record.lon,
      record.lat,
      record.minimumDepthInMeters,
      record.maximumDepthInMeters,
    ];
    rungs.push(() => bounded('triplet', JSON.stringify(triplet)));
    rungs.push(() => bounded('triplet-when-where', JSON.stringify([...triplet, when, ...where])));
  }
  rungs.push(() => `content:${createHash('sha256').update(contentOf()).digest('hex')}`);
  const lastRung = rungs.length - 1;
  return {
    lastRung,
    keyAt: (rung) => {
      const makeKey = rungs[Math.min(rung, lastRung)];
      if (!makeKey) throw new Error('A key ladder has at least one rung');
      return makeKey();
    },
  };
}

/** The keys of a record that hold whatever becomes of its other content. */
export const lastingKeys = (ladder: KeyLadder): string[] =>
  Array.from({ length: ladder.lastRung }, (_, rung) => ladder.keyAt(rung));
