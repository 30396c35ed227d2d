import type { Outcomes, Tally } from '../../contract/run';

/** A provider that invents a name per record must not grow the run row without end. */
const MAX_NAMES = 500;

export const emptyTally = (): Tally => ({
  read: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  rejected: 0,
  repeated: 0,
  withdrawn: 0,
  reasons: {},
  flags: {},
  drift: {},
});

/** Adds to the count of a name; beyond the limit of names, to `(other)`. */
export function countName(counts: Record<string, number>, name: string, by = 1): void {
  const isKnown = Object.hasOwn(counts, name);
  const key = isKnown || Object.keys(counts).length < MAX_NAMES ? name : '(other)';
  counts[key] = (counts[key] ?? 0) + by;
}

function addCounts(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const sum = { ...a };
  for (const [name, count] of Object.entries(b)) countName(sum, name, count);
  return sum;
}

/** Two tallies as one. */
export function addTallies(a: Tally, b: Tally): Tally {
  return {
    read: a.read + b.read,
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    rejected: a.rejected + b.rejected,
    repeated: a.repeated + b.repeated,
    withdrawn: a.withdrawn + b.withdrawn,
    reasons: addCounts(a.reasons, b.reasons),
    flags: addCounts(a.flags, b.flags),
    drift: addCounts(a.drift, b.drift),
  };
}

/**
 * The sum every run must end with.
 * @throws Error when a record was lost or counted twice: a bug, never the provider's fault.
 */
export function assertBalanced(tally: Outcomes): void {
  const { read, inserted, updated, unchanged, rejected, repeated } = tally;
  const sum = inserted + updated + unchanged + rejected + repeated;
  if (read === sum) return;
  throw new Error(
    `The counts of the run do not add up: ${read} read, but ${inserted} inserted + ${updated} updated ` +
      `+ ${unchanged} unchanged + ${rejected} rejected + ${repeated} repeated = ${sum}`,
  );
}
