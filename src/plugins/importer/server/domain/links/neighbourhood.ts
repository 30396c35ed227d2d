import { assignLinks, type AssignedPair, type LikePair } from './assign-links';
import { samenessOf, type Sameness, type StandingLink } from './choose-canonical';
import { compareRecords } from './compare-records';
import type { CandidatePair, LinkRecord, LinkReason, LinkState } from './link-record';

/** A link as the rules see it. */
export interface KnownLink extends StandingLink {
  id: number;
  state: LinkState;
  reason: LinkReason;
  score: number;
  evidence: string[];
}

/** Records and all that may have to do with them. */
export interface Neighbourhood {
  /** By id; without those that their provider has withdrawn. */
  records: ReadonlyMap<number, LinkRecord>;
  /** Of which everything is known; the others are here as their rivals and partners alone. */
  explored: ReadonlySet<number>;
  pairs: readonly CandidatePair[];
  /** Records with so many candidates that nothing but an identifier tells them apart. */
  crowded: ReadonlySet<number>;
  links: readonly KnownLink[];
}

/** What is to be written so that the links are as the rules have them. */
export interface LinkChanges {
  put: AssignedPair[];
  /** Ids of links. */
  remove: number[];
  show: Sameness[];
}

interface Ends {
  oneId: number;
  otherId: number;
}

const nameOf = ({ oneId, otherId }: Ends) => `${oneId} ${otherId}`;

function likePairsOf({ records, pairs, crowded, links }: Neighbourhood): LikePair[] {
  const decided = new Set(
    links.filter(({ state }) => state === 'rejected' || state === 'confirmed').map(nameOf),
  );
  return pairs.flatMap((pair) => {
    const [one, other] = [records.get(pair.oneId), records.get(pair.otherId)];
    if (!one || !other || decided.has(nameOf(pair))) return [];
    const likeness = compareRecords(one, other, pair.isPaired);
    if (!likeness) return [];
    const isInCrowd = crowded.has(pair.oneId) || crowded.has(pair.otherId);
    if (likeness.reason === 'evidence' && isInCrowd) return [];
    return [{ oneId: pair.oneId, otherId: pair.otherId, ...likeness }];
  });
}

const isSame = (link: KnownLink, pair: AssignedPair): boolean =>
  link.state === pair.state &&
  link.reason === pair.reason &&
  link.score === pair.score &&
  link.evidence.join() === pair.evidence.join();

/**
 * Judges a neighbourhood anew. What somebody decided stands; what the rules made is kept, changed or
 * forgotten as the records now are. A neighbourhood that has not changed has no changes.
 */
export function settleNeighbourhood(neighbourhood: Neighbourhood): LinkChanges {
  const { records, explored, links } = neighbourhood;
  const isExplored = ({ oneId, otherId }: Ends) => explored.has(oneId) && explored.has(otherId);
  const isThere = ({ oneId, otherId }: Ends) => records.has(oneId) && records.has(otherId);
  const confirmed = links.filter((link) => link.state === 'confirmed' && isThere(link));
  const assigned = assignLinks(likePairsOf(neighbourhood), confirmed, (id) => {
    return records.get(id)?.provider ?? '';
  }).filter(isExplored);

  const known = new Map(links.map((link) => [nameOf(link), link]));
  const wanted = new Set(assigned.map(nameOf));
  const isOfRules = ({ state }: KnownLink) => state === 'automatic' || state === 'waiting';
  const left = links.filter((link) => isOfRules(link) && !isExplored(link) && isThere(link));
  const standing: StandingLink[] = [
    ...confirmed,
    ...left.filter(({ state }) => state === 'automatic'),
    ...assigned
      .filter(({ state }) => state === 'automatic')
      .map(({ oneId, otherId }) => ({ oneId, otherId, canonicalId: null })),
  ];
  // A record at the edge may have partners that are not seen from here: its turn comes.
  const unsure = new Set(
    standing.filter((link) => !isExplored(link)).flatMap(({ oneId, otherId }) => [oneId, otherId]),
  );
  const shown = samenessOf([...records.values()], standing);
  const gone = [...explored].filter((id) => !records.has(id));
  return {
    put: assigned.filter((pair) => {
      const link = known.get(nameOf(pair));
      return !link || !isSame(link, pair);
    }),
    remove: links
      .filter((link) => isOfRules(link) && isExplored(link) && !wanted.has(nameOf(link)))
      .map(({ id }) => id),
    show: [
      ...shown.filter(({ id }) => explored.has(id) && !unsure.has(id)),
      ...gone.map((id) => ({ id, duplicateOf: null, sameAs: null })),
    ],
  };
}
