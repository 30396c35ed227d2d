import type { Reading } from './position';

/** Clocks of phones are right to within seconds; as in Traccar's `filter.future`. */
export const MOST_AHEAD_MS = 60_000;
/** Before this a device says when its clock was made, and not what it shows. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/** Says of positions from the future, and of those of a clock that was never set, that they are. */
export function checkMoment(reading: Reading, now: Date): Reading {
  if (typeof reading === 'string') return reading;
  const recordedMs = reading.recordedAt.getTime();
  if (recordedMs > now.getTime() + MOST_AHEAD_MS) return 'in-the-future';
  return recordedMs < EARLIEST_MS ? 'too-old' : reading;
}
