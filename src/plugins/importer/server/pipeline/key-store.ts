import type { Knex } from 'knex';
import type { StoredOccurrence } from '../domain/accepted-record';
import type { KeyLadder } from '../domain/record-key';
import type { OccurrenceRepository } from '../repositories/occurrences';
import type { SharedKeyRepository } from '../repositories/shared-keys';
import type { KeyStore, RecordPlace } from './identify';

interface Repositories {
  occurrences: OccurrenceRepository;
  sharedKeys: SharedKeyRepository;
}

interface KeyStoreContext {
  runId: number;
  ladderOfRaw: (raw: unknown) => KeyLadder | null;
}

const rungOf = (ladder: KeyLadder, recordKey: string): number => {
  for (let rung = 0; rung <= ladder.lastRung; rung += 1) {
    if (ladder.keyAt(rung) === recordKey) return rung;
  }
  return -1;
};

/** The keys in the database, as one merge sees and moves them. */
export function createKeyStore(
  trx: Knex,
  { occurrences, sharedKeys }: Repositories,
  { runId, ladderOfRaw }: KeyStoreContext,
): KeyStore {
  const findStored = (places: RecordPlace[]) => occurrences.findStored(trx, runId, places);

  /** Down its ladder to the first key that is nobody's; whoever stands in the way steps down too. */
  async function displace(stored: StoredOccurrence): Promise<RecordPlace[]> {
    const changed: RecordPlace[] = [];
    const { id, datasetKey } = stored;
    const ladder = ladderOfRaw(await occurrences.findRaw(trx, id));
    if (!ladder) throw new Error(`Occurrence ${id} holds no raw record to make a key from`);
    for (let rung = rungOf(ladder, stored.recordKey) + 1; rung <= ladder.lastRung; rung += 1) {
      const place = { datasetKey, recordKey: ladder.keyAt(rung) };
      const isLast = rung === ladder.lastRung;
      if (!isLast && (await sharedKeys.findShared(trx, [place])).length > 0) continue;
      const [occupant] = await findStored([place]);
      if (!occupant) {
        await occurrences.moveKey(trx, id, place.recordKey);
        return [...changed, place];
      }
      // Equal content on the last rung: a second row of one record, left for the withdrawal to find.
      if (isLast) return changed;
      await sharedKeys.markShared(trx, [place]);
      changed.push(place, ...(await displace(occupant)));
    }
    return changed;
  }

  return {
    findShared: (places) => sharedKeys.findShared(trx, places),
    findStored,
    markShared: (places) => sharedKeys.markShared(trx, places),
    displace,
  };
}
