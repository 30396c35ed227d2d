import type { Place } from './distance';
import { isHidden, isTouched, type Zone } from './pick-latest';

/** Somebody came into a checkpoint, or left it, as the first position says that shows it. */
export interface Crossing extends Place {
  userId: number;
  checkpointId: string;
  at: Date;
  isInside: boolean;
  /** Where the checkpoint is. */
  circle: Zone;
}

export interface Visit {
  userId: number;
  checkpointId: string;
  enteredAt: Date;
  leftAt: Date | null;
}

/** In which order checkpoints are passed. */
export interface RaceCheckpoint {
  id: string;
  turn: number;
}

export interface Result {
  rank: number;
  userId: number;
  passed: number;
  startedAt: Date;
  lastPassedAt: Date;
}

/** Whether others may know of it: neither it nor its checkpoint is within what the person hides. */
export const isOpen = (crossing: Crossing, zones: readonly Zone[]): boolean =>
  !isHidden(crossing, zones) && !isTouched(crossing.circle, zones);

/** @param crossings of each person and checkpoint in their order. */
export function visitsOf(crossings: readonly Crossing[]): Visit[] {
  const visits: Visit[] = [];
  const open = new Map<string, Visit>();
  for (const { userId, checkpointId, at, isInside } of crossings) {
    const name = `${userId} ${checkpointId}`;
    const visit = open.get(name);
    if (isInside && !visit) {
      const begun = { userId, checkpointId, enteredAt: at, leftAt: null };
      open.set(name, begun);
      visits.push(begun);
    } else if (!isInside && visit) {
      visit.leftAt = at;
      open.delete(name);
    }
  }
  return visits.sort((one, other) => one.enteredAt.getTime() - other.enteredAt.getTime());
}

/**
 * Who is ahead: who passed more checkpoints, each after those before it; of those who passed as many,
 * who passed the last one earlier. Who was at none is not in the race.
 * @param visits in the order of entering.
 */
export function rank(visits: readonly Visit[], checkpoints: readonly RaceCheckpoint[]): Result[] {
  const ordered = [...checkpoints].sort((one, other) => one.turn - other.turn);
  const results = new Map<number, Omit<Result, 'rank'>>();
  for (const { userId, checkpointId, enteredAt } of visits) {
    const result = results.get(userId);
    if (ordered[result?.passed ?? 0]?.id !== checkpointId) continue;
    results.set(userId, {
      userId,
      passed: (result?.passed ?? 0) + 1,
      startedAt: result?.startedAt ?? enteredAt,
      lastPassedAt: enteredAt,
    });
  }
  const compare = (one: Omit<Result, 'rank'>, other: Omit<Result, 'rank'>) =>
    other.passed - one.passed || one.lastPassedAt.getTime() - other.lastPassedAt.getTime();
  const sorted = [...results.values()].sort(compare);
  return sorted.map((result) => ({
    rank: sorted.findIndex((other) => compare(other, result) === 0) + 1,
    ...result,
  }));
}
