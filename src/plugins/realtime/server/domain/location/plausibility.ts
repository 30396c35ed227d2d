import { distanceMeters } from './distance';
import type { ReportedPosition } from './position';

/** Faster than trains and speedboats; who goes by plane has a gap in their track. */
const MOST_SPEED_MPS = 100;
/** A position that may be anywhere within a kilometre says too little. */
const WORST_ACCURACY_METERS = 1000;

export type Flag = 'null-island' | 'inaccurate' | 'mock' | 'too-fast' | 'jump';

type Judged = Pick<
  ReportedPosition,
  'lon' | 'lat' | 'recordedAt' | 'accuracyMeters' | 'speedMps' | 'isMock'
>;

/** What is wrong with a position by itself. */
export function ownFlags({ lon, lat, accuracyMeters, speedMps, isMock }: Judged): Flag[] {
  const flags: Flag[] = [];
  if (lon === 0 && lat === 0) flags.push('null-island');
  if ((accuracyMeters ?? 0) > WORST_ACCURACY_METERS) flags.push('inaccurate');
  if ((speedMps ?? 0) > MOST_SPEED_MPS) flags.push('too-fast');
  if (isMock) flags.push('mock');
  return flags;
}

/** Whether somebody can have gone from one to the other, wherever within their accuracies they were. */
function isReachable(from: Judged, to: Judged): boolean {
  const meters = distanceMeters(from, to) - (from.accuracyMeters ?? 0) - (to.accuracyMeters ?? 0);
  const seconds = Math.abs(to.recordedAt.getTime() - from.recordedAt.getTime()) / 1000;
  return meters <= MOST_SPEED_MPS * Math.max(1, seconds);
}

/**
 * What is implausible about each position of one device. Nothing is thrown away, and as the positions
 * come in the order in which they were recorded, it does not matter when they arrived.
 *
 * A position that cannot be reached from the last good one waits: the next one either comes from it,
 * and then the person was taken there, or it does not, and then it was a jump of the receiver. The
 * newest has no next one yet and is flagged until there is one.
 */
export function judge(ordered: readonly Judged[]): Flag[][] {
  const flags = ordered.map(ownFlags);
  let last: Judged | undefined;
  let suspect: { index: number; position: Judged } | undefined;
  const flagSuspect = () => {
    if (suspect) flags[suspect.index]?.push('jump');
    suspect = undefined;
  };
  for (const [index, position] of ordered.entries()) {
    if (flags[index]?.length !== 0) continue;
    if (!last || isReachable(last, position)) {
      flagSuspect();
      last = position;
    } else if (suspect && isReachable(suspect.position, position)) {
      suspect = undefined;
      last = position;
    } else {
      flagSuspect();
      suspect = { index, position };
    }
  }
  flagSuspect();
  return flags;
}
