import { distanceMeters, type Place } from './distance';
import { judge, ownFlags } from './plausibility';
import type { StoredPosition } from './position';

/** A circle around which others see nothing. */
export interface Zone extends Place {
  radiusMeters: number;
}

export const isHidden = (place: Place, zones: readonly Zone[]): boolean =>
  zones.some((zone) => distanceMeters(zone, place) <= zone.radiusMeters);

/** Of a circle: who comes into it or leaves it would show where a zone is. */
export const isTouched = (circle: Zone, zones: readonly Zone[]): boolean =>
  zones.some((zone) => distanceMeters(zone, circle) <= zone.radiusMeters + circle.radiusMeters);

/** In the order in which they were recorded. */
export const byMoment = (one: StoredPosition, other: StoredPosition): number =>
  one.recordedAt.getTime() - other.recordedAt.getTime() || one.deviceId - other.deviceId;

/** The same, one list for each device: two of them would seem to jump between each other. */
export function byDevice<Position extends StoredPosition>(
  positions: readonly Position[],
): Position[][] {
  const devices = new Map<number, Position[]>();
  for (const position of [...positions].sort(byMoment)) {
    devices.set(position.deviceId, [...(devices.get(position.deviceId) ?? []), position]);
  }
  return [...devices.values()];
}

/** So many positions of so short a time are a way, which one position alone does not contradict. */
const FEWEST_OF_A_WAY = 3;
const WAY_MS = 60_000;

/**
 * Of one device, in its order. The newest is taken at its word although nothing confirms it yet, so
 * that who reports now and then is where they said last, however far that is; unless the receiver was
 * just saying something else all the time.
 */
function plausibleOf<Position extends StoredPosition>(positions: readonly Position[]): Position[] {
  const flags = judge(positions);
  const plausible = positions.filter((_, index) => flags[index]?.length === 0);
  const newest = positions.filter((position) => ownFlags(position).length === 0).at(-1);
  if (!newest || newest === plausible.at(-1)) return plausible;
  const since = newest.recordedAt.getTime() - WAY_MS;
  const way = plausible.filter(({ recordedAt }) => recordedAt.getTime() >= since);
  return way.length < FEWEST_OF_A_WAY ? [...plausible, newest] : plausible;
}

/**
 * The newest plausible one of a person's newest positions; none when it is within a zone of theirs,
 * since where they were before would tell where the zone begins.
 */
export function pickLatest<Position extends StoredPosition>(
  newest: readonly Position[],
  zones: readonly Zone[] = [],
): Position | undefined {
  const latest = byDevice(newest).flatMap(plausibleOf).sort(byMoment).at(-1);
  return latest && !isHidden(latest, zones) ? latest : undefined;
}
