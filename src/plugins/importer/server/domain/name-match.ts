import type { WormsMatch } from './worms-record';

/** What became of a name. A homonym stays unresolved: nobody guesses. */
export type NameOutcome =
  | { outcome: 'matched'; aphiaId: number }
  | { outcome: 'ambiguous'; aphiaId: null }
  | { outcome: 'none'; aphiaId: null };

/** Only the name itself, also where WoRMS writes its subgenus; a similar name is another name. */
const EXACT = ['exact', 'exact_subgenus'];
/** Names that WoRMS keeps only to say that they are none. */
const STRUCK = ['deleted', 'quarantined'];

/**
 * Chooses from the records that WoRMS found for a name: one, or several that are one accepted taxon.
 * The rule is that of OBIS's own quality control.
 */
export function decideMatch(found: readonly WormsMatch[]): NameOutcome {
  const fitting = found.filter(
    ({ matchType, status }) =>
      EXACT.includes(matchType ?? 'exact') && !STRUCK.includes(status ?? ''),
  );
  const [first, ...others] = fitting;
  if (!first) return { outcome: 'none', aphiaId: null };
  const taxonOf = ({ validAphiaId, aphiaId }: WormsMatch) => validAphiaId ?? aphiaId;
  if (others.some((other) => taxonOf(other) !== taxonOf(first))) {
    return { outcome: 'ambiguous', aphiaId: null };
  }
  const accepted = fitting.find((match) => match.aphiaId === taxonOf(match)) ?? first;
  return { outcome: 'matched', aphiaId: accepted.aphiaId };
}

/** A name as it is asked and remembered: outer and repeated white space says nothing. */
export function normalizeName(name: string): string {
  return name.trim().replace(/\s+/g, ' ');
}
