import type { Knex } from 'knex';
import type { CandidatePair } from '../domain/links/link-record';
import type { KnownLink, Neighbourhood } from '../domain/links/neighbourhood';
import type { LinkRecordRepository } from '../repositories/link-records';
import type { LinkRepository } from '../repositories/links';

/** From a record to its candidates, to their rivals, to the rivals of these. */
const STEPS = 4;
/** A neighbourhood that grows beyond is judged by what is seen of it. */
const MOST_RECORDS = 5000;

export interface NeighbourhoodSources {
  records: LinkRecordRepository;
  links: LinkRepository;
}

/** Somebody else is writing records that are to be linked. */
export class RecordsBusy extends Error {}

const sorted = (one: number, other: number): { oneId: number; otherId: number } =>
  one < other ? { oneId: one, otherId: other } : { oneId: other, otherId: one };

/**
 * Everything that has to do with these records, locked against changes until the transaction ends.
 * Records without candidates and links are left out and not locked.
 * @param mayFind whether there is another provider at all.
 * @throws RecordsBusy instead of waiting for whoever writes one of them.
 */
export async function explore(
  trx: Knex,
  ids: readonly number[],
  { records, links, mayFind }: NeighbourhoodSources & { mayFind: boolean },
): Promise<Neighbourhood> {
  const pairs = new Map<string, CandidatePair>();
  const known = new Map<number, KnownLink>();
  const explored = new Set<number>();
  const crowded = new Set<number>();
  const met = new Set<number>(ids);
  let frontier = [...met];
  for (let step = 0; step < STEPS && frontier.length > 0; step += 1) {
    if (explored.size > 0 && met.size > MOST_RECORDS) break;
    for (const pair of mayFind ? await records.findCandidates(trx, frontier) : []) {
      if (pair.isCrowd) crowded.add(pair.oneId);
      const ends = sorted(pair.oneId, pair.otherId);
      pairs.set(`${ends.oneId} ${ends.otherId}`, { ...ends, isPaired: pair.isPaired });
    }
    for (const link of await links.findOf(trx, frontier)) known.set(link.id, link);
    for (const id of frontier) explored.add(id);
    const ends = [...pairs.values(), ...known.values()];
    frontier = ends.flatMap(({ oneId, otherId }) => [oneId, otherId]).filter((id) => !met.has(id));
    frontier = [...new Set(frontier)];
    for (const id of frontier) met.add(id);
  }

  const existing = await records.findExisting(trx, [...met]);
  const involved = new Set(
    [...pairs.values(), ...known.values()].flatMap(({ oneId, otherId }) => [oneId, otherId]),
  );
  for (const { id, shows } of existing) if (shows) involved.add(id);
  const there = existing.flatMap(({ id }) => (involved.has(id) ? [id] : []));
  if (there.length > 0 && (await records.lock(trx, there)).length < there.length) {
    throw new RecordsBusy();
  }
  const read = there.length > 0 ? await records.read(trx, there) : [];
  return {
    records: new Map(read.map((record) => [record.id, record])),
    explored: new Set(there.filter((id) => explored.has(id))),
    pairs: [...pairs.values()],
    crowded,
    links: [...known.values()],
  };
}
