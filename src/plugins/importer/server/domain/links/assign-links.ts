import { CERTAIN, WORTH_A_LOOK, type Likeness } from './compare-records';

/** Two records with how like they are. */
export interface LikePair extends Likeness {
  oneId: number;
  otherId: number;
}

export interface AssignedPair extends LikePair {
  state: 'automatic' | 'waiting';
}

/** A pair is not better than another by less than this. */
const MARGIN = 0.05;
/** More rivals than this on a side nobody can tell apart by looking. */
const MOST_RIVALS = 3;

interface Place {
  oneId: number;
  otherId: number;
}

/**
 * Gives each record at most one partner at each other provider, the likest first. Where several are as
 * like as each other nobody is linked: a few of them wait for a decision, crowds are left alone. The
 * order of the pairs does not matter.
 * @param taken pairs that stand whatever the others look like: an editor confirmed them.
 */
export function assignLinks(
  pairs: readonly LikePair[],
  taken: readonly Place[],
  providerOf: (id: number) => string,
): AssignedPair[] {
  const placesOf = ({ oneId, otherId }: Place): [string, string] => [
    `${oneId} ${providerOf(otherId)}`,
    `${otherId} ${providerOf(oneId)}`,
  ];
  const closed = new Set(taken.flatMap(placesOf));
  const isOpen = (pair: Place) => !placesOf(pair).some((place) => closed.has(place));
  const ordered = pairs
    .filter(({ score }) => score >= WORTH_A_LOOK)
    .sort((a, b) => b.score - a.score || a.oneId - b.oneId || a.otherId - b.otherId);
  const byPlace = new Map<string, LikePair[]>();
  for (const pair of ordered) {
    for (const place of placesOf(pair)) {
      const met = byPlace.get(place);
      if (met) met.push(pair);
      else byPlace.set(place, [pair]);
    }
  }

  /** The pair and all that contend with it, directly or through others. */
  function contest(first: LikePair): LikePair[] {
    const met = new Set([first]);
    for (const pair of met) {
      for (const rival of placesOf(pair).flatMap((place) => byPlace.get(place) ?? [])) {
        if (isOpen(rival) && Math.abs(rival.score - pair.score) < MARGIN) met.add(rival);
      }
    }
    return [...met];
  }

  const assigned: AssignedPair[] = [];
  for (const pair of ordered) {
    if (!isOpen(pair)) continue;
    const contenders = contest(pair);
    if (contenders.length === 1) {
      assigned.push({ ...pair, state: pair.score >= CERTAIN ? 'automatic' : 'waiting' });
    } else {
      const ones = new Set(contenders.map(({ oneId }) => oneId));
      const others = new Set(contenders.map(({ otherId }) => otherId));
      if (ones.size <= MOST_RIVALS && others.size <= MOST_RIVALS) {
        assigned.push(...contenders.map((rival) => ({ ...rival, state: 'waiting' as const })));
      }
    }
    for (const place of contenders.flatMap(placesOf)) closed.add(place);
  }
  return assigned;
}
