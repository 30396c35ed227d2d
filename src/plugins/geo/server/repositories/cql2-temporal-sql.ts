import type { Comparison, TemporalFunction } from '../../contract/cql2';

/** A stretch of time as two SQL expressions of type timestamp, UTC; both ends belong to it. */
export interface Period {
  start: string;
  end: string;
}

/**
 * How two periods stand to each other: the functions as OGC 21-065r2 defines them (Allen's relations,
 * with a moment as a period without length), the operators such that a moment within a day equals it.
 */
export function temporalSql(
  op: TemporalFunction | Comparison,
  { start, end }: Period,
  { start: otherStart, end: otherEnd }: Period,
): string {
  const all = (...conditions: string[]) => `(${conditions.join(' and ')})`;
  switch (op) {
    case 't_after':
    case '>':
      return `${start} > ${otherEnd}`;
    case 't_before':
    case '<':
      return `${end} < ${otherStart}`;
    case '>=':
      return `${end} >= ${otherStart}`;
    case '<=':
      return `${start} <= ${otherEnd}`;
    case 't_intersects':
    case '=':
      return all(`${start} <= ${otherEnd}`, `${end} >= ${otherStart}`);
    case 't_disjoint':
    case '<>':
      return `(${start} > ${otherEnd} or ${end} < ${otherStart})`;
    case 't_equals':
      return all(`${start} = ${otherStart}`, `${end} = ${otherEnd}`);
    case 't_contains':
      return all(`${start} < ${otherStart}`, `${end} > ${otherEnd}`);
    case 't_during':
      return all(`${start} > ${otherStart}`, `${end} < ${otherEnd}`);
    case 't_starts':
      return all(`${start} = ${otherStart}`, `${end} < ${otherEnd}`);
    case 't_startedBy':
      return all(`${start} = ${otherStart}`, `${end} > ${otherEnd}`);
    case 't_finishes':
      return all(`${start} > ${otherStart}`, `${end} = ${otherEnd}`);
    case 't_finishedBy':
      return all(`${start} < ${otherStart}`, `${end} = ${otherEnd}`);
    case 't_meets':
      return all(`${end} = ${otherStart}`, `${start} < ${otherStart}`, `${end} < ${otherEnd}`);
    case 't_metBy':
      return all(`${start} = ${otherEnd}`, `${start} > ${otherStart}`, `${end} > ${otherEnd}`);
    case 't_overlaps':
      return all(`${start} < ${otherStart}`, `${end} > ${otherStart}`, `${end} < ${otherEnd}`);
    case 't_overlappedBy':
      return all(`${start} > ${otherStart}`, `${start} < ${otherEnd}`, `${end} > ${otherEnd}`);
  }
}
