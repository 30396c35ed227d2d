import type { LinkRecord } from './link-record';

/** Two records that are one. */
export interface StandingLink {
  oneId: number;
  otherId: number;
  /** The one that an editor wants to be public. */
  canonicalId: number | null;
}

/** What a record shows of the records it is the same as. */
export interface Sameness {
  id: number;
  /** The document that stands for it; null when it stands for itself. */
  duplicateOf: string | null;
  /** The others, in the order of their ids. */
  sameAs: { documentId: string; provider: string; datasetKey: string }[] | null;
}

/** OBIS names by WoRMS and checks depth and place against the sea; then GBIF, then what was brought in as a file. */
const PREFERRED_PROVIDERS = ['obis', 'gbif'];
const rankOf = (provider: string): number => {
  const rank = PREFERRED_PROVIDERS.indexOf(provider);
  return rank < 0 ? PREFERRED_PROVIDERS.length : rank;
};

/** An editor's choice, then what no check dropped, then by provider, the more complete, the older. */
function comesFirst(chosen: ReadonlySet<number>, one: LinkRecord, other: LinkRecord): number {
  return (
    Number(chosen.has(other.id)) - Number(chosen.has(one.id)) ||
    Number(one.dropped) - Number(other.dropped) ||
    rankOf(one.provider) - rankOf(other.provider) ||
    other.filledFields - one.filledFields ||
    (one.firstSeenAt ?? '').localeCompare(other.firstSeenAt ?? '') ||
    one.id - other.id
  );
}

function groupsOf(records: readonly LinkRecord[], links: readonly StandingLink[]): LinkRecord[][] {
  const groupOf = new Map(records.map((record) => [record.id, [record]]));
  for (const { oneId, otherId } of links) {
    const [group, other] = [groupOf.get(oneId), groupOf.get(otherId)];
    if (!group || !other || group === other) continue;
    group.push(...other);
    for (const { id } of other) groupOf.set(id, group);
  }
  return [...new Set(groupOf.values())];
}

/** What each of these records shows, from the links that stand between them. */
export function samenessOf(
  records: readonly LinkRecord[],
  links: readonly StandingLink[],
): Sameness[] {
  const chosen = new Set(links.flatMap(({ canonicalId }) => canonicalId ?? []));
  return groupsOf(records, links).flatMap((group): Sameness[] => {
    const [canonical, ...rest] = [...group].sort((a, b) => comesFirst(chosen, a, b));
    if (!canonical || rest.length === 0) {
      return group.map(({ id }) => ({ id, duplicateOf: null, sameAs: null }));
    }
    return group.map(({ id }) => ({
      id,
      duplicateOf: id === canonical.id ? null : canonical.documentId,
      sameAs: group
        .filter((other) => other.id !== id)
        .sort((a, b) => a.id - b.id)
        .map(({ documentId, provider, datasetKey }) => ({ documentId, provider, datasetKey })),
    }));
  });
}
