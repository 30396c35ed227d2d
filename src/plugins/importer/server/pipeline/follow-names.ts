import type { Knex } from 'knex';
import { addWarning, type Checkpoint } from '../domain/run';
import type { NameFollowerRepository } from '../repositories/name-followers';
import type { StaleNameRepository } from '../repositories/stale-names';

interface FollowSteps {
  followers: NameFollowerRepository;
  stale: StaleNameRepository;
  db: Knex;
  now: () => Date;
  /** Records in one transaction. */
  batchSize: number;
  commit: (work: (trx: Knex) => Promise<Checkpoint>) => Promise<Checkpoint>;
}

const NAMES_AT_ONCE = 50;

/**
 * Puts the records of the next names that are synonyms by now under their accepted names, so many at
 * a time. Safe to repeat: a record that has followed is under no synonym any more.
 * @returns the last name that was looked at; `null` when there are no more.
 */
export async function followNames(
  after: number,
  before: Checkpoint,
  { followers, stale, db, now, batchSize, commit }: FollowSteps,
): Promise<{ last: number | null; checkpoint: Checkpoint }> {
  const synonyms = await followers.findSynonyms(db, { after, limit: NAMES_AT_ONCE });
  let checkpoint = before;
  for (const synonym of synonyms) {
    let count = 0;
    for (let some = batchSize; some === batchSize; count += some) {
      checkpoint = await commit(async (trx) => {
        const writtenAt = now().toISOString();
        some = await followers.follow(trx, synonym, { writtenAt, limit: batchSize });
        // Their flags are those of the other name.
        if (some > 0) await stale.noteTaxon(trx, synonym.aphiaId);
        return checkpoint;
      });
    }
    if (count === 0) continue;
    const { aphiaId, acceptedAphiaId } = synonym;
    const detail = `${count} records of ${aphiaId} are under its accepted name ${acceptedAphiaId} now`;
    const warning = { code: 'records-renamed', detail, isLossy: false };
    checkpoint = { ...checkpoint, warnings: addWarning(checkpoint.warnings, warning) };
  }
  return { last: synonyms.at(-1)?.aphiaId ?? null, checkpoint };
}
