import type { AcceptedRecord, StoredOccurrence } from '../domain/accepted-record';

/** A place in the identity space: dataset and key within it. The provider is the run's. */
export interface RecordPlace {
  datasetKey: string;
  recordKey: string;
}

/** What the database knows about keys; asked once for each rung that somebody stands on. */
export interface KeyStore {
  findShared(places: RecordPlace[]): Promise<RecordPlace[]>;
  findStored(places: RecordPlace[]): Promise<StoredOccurrence[]>;
  /** Remembers that these keys belong to several records. */
  markShared(places: RecordPlace[]): Promise<void>;
  /**
   * Moves a stored occurrence from a shared key down to the next rung of its own ladder.
   * @returns the places that are no more what they were: where a row came to, and what became shared.
   */
  displace(stored: StoredOccurrence): Promise<RecordPlace[]>;
}

export interface IdentifiedRecord {
  record: AcceptedRecord;
  recordKey: string;
  /** The occurrence that has this key now, if there is one. */
  stored: StoredOccurrence | null;
}

export interface Identified {
  /** One record a key, none of them met in this run before. */
  distinct: IdentifiedRecord[];
  /** Records that are the same record again. */
  repeatedCount: number;
}

/** What a round of settling found, beside the records that it placed. */
interface Round {
  below: Standing[];
  newlyShared: RecordPlace[];
  displaced: StoredOccurrence[];
}

interface Standing {
  record: AcceptedRecord;
  rung: number;
}

/** What is decided so far. A place that is held may be lost again to whoever steps down to it. */
interface Settled {
  held: Map<string, Standing & IdentifiedRecord>;
  repeatedCount: number;
}

const placeId = ({ datasetKey, recordKey }: RecordPlace) => `${datasetKey}\u0000${recordKey}`;

/** The same record again: the same id at the provider, or the same content to the letter. */
function isSameRecord(
  a: Pick<AcceptedRecord, 'providerRecordId' | 'contentHash'>,
  b: Pick<StoredOccurrence, 'providerRecordId' | 'contentHash'>,
): boolean {
  if (a.contentHash === b.contentHash) return true;
  return a.providerRecordId !== null && a.providerRecordId === b.providerRecordId;
}

function withoutRepeats(group: Standing[]): Standing[] {
  const kept: Standing[] = [];
  for (const standing of group) {
    if (!kept.some((other) => isSameRecord(standing.record, other.record))) kept.push(standing);
  }
  return kept;
}

const placeOf = ({ record, rung }: Standing): RecordPlace => ({
  datasetKey: record.datasetKey,
  recordKey: record.ladder.keyAt(rung),
});

function groupByPlace(
  standings: Standing[],
): Map<string, { place: RecordPlace; group: Standing[] }> {
  const groups = new Map<string, { place: RecordPlace; group: Standing[] }>();
  for (const standing of standings) {
    const place = placeOf(standing);
    const known = groups.get(placeId(place));
    if (known) known.group.push(standing);
    else groups.set(placeId(place), { place, group: [standing] });
  }
  return groups;
}

const stepDown = ({ record, rung }: Standing): Standing => ({ record, rung: rung + 1 });

/** Takes back what was decided about a place, so that it is decided again. */
function release(id: string, { held }: Settled): Standing[] {
  const holder = held.get(id);
  held.delete(id);
  return holder ? [holder] : [];
}

/**
 * Finds the key of every record. All start on the first rung of their ladder; where several records
 * answer to one key, the key is marked as shared and all of them step down a rung, the one that is
 * already stored included, and the one that took it in a round before, so that the outcome does not
 * depend on the order they came in. On the last rung equal keys mean equal content: the record came
 * twice.
 */
export async function identify(records: AcceptedRecord[], keys: KeyStore): Promise<Identified> {
  const settled: Settled = { held: new Map(), repeatedCount: 0 };
  let standings: Standing[] = records.map((record) => ({ record, rung: 0 }));
  while (standings.length > 0) {
    const groups = [...groupByPlace(standings)];
    const places = groups.map(([, { place }]) => place);
    const shared = new Set((await keys.findShared(places)).map(placeId));
    const storedAt = new Map((await keys.findStored(places)).map((row) => [placeId(row), row]));
    const round: Round = { below: [], newlyShared: [], displaced: [] };
    for (const [id, { place, group: comers }] of groups) {
      const group = [...release(id, settled), ...comers];
      const claim = { place, group, stored: storedAt.get(id) ?? null, isShared: shared.has(id) };
      settle(claim, settled, round);
    }
    if (round.newlyShared.length > 0) await keys.markShared(round.newlyShared);
    standings = round.below;
    for (const stored of round.displaced) {
      // A row that moves may come to a place that a record of this slice has taken as a free one.
      const changed = await keys.displace(stored);
      standings.push(...changed.flatMap((place) => release(placeId(place), settled)));
    }
  }
  const { held, repeatedCount } = settled;
  const distinct = [...held.values()];
  return { distinct, repeatedCount };
}

interface Claim {
  place: RecordPlace;
  group: Standing[];
  stored: StoredOccurrence | null;
  isShared: boolean;
}

const isOnLastRung = ({ record, rung }: Standing) => rung >= record.ladder.lastRung;

/** Decides about one key: who has it, who came twice, and whether all must step down. */
function settle({ place, group, stored, isShared }: Claim, settled: Settled, round: Round): void {
  if (isShared && !group.every(isOnLastRung)) {
    round.below.push(...group.map(stepDown));
    return;
  }
  const kept = withoutRepeats(group);
  settled.repeatedCount += group.length - kept.length;
  const [first, ...others] = kept;
  if (!first) return;
  const { record } = first;
  const hold = () =>
    settled.held.set(placeId(place), { ...first, recordKey: place.recordKey, stored });
  const isTaken = stored?.isSeen === true;
  if (others.length === 0 && !isTaken) {
    hold();
  } else if (others.length === 0 && isTaken && isSameRecord(record, stored)) {
    settled.repeatedCount += 1;
  } else if (isOnLastRung(first)) {
    settled.repeatedCount += isTaken ? kept.length : others.length;
    if (!isTaken) hold();
  } else {
    round.newlyShared.push(place);
    if (stored) round.displaced.push(stored);
    round.below.push(...kept.map(stepDown));
  }
}
