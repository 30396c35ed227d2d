import type { Reading, ReportedPosition } from './position';

/** Clocks of phones are right to within seconds; as in Traccar's `filter.future`. */
export const MOST_AHEAD_MS = 60_000;
/** Before this a device says when its clock was made, and not what it shows. */
const EARLIEST_MS = Date.UTC(2000, 0, 1);

/** No clock that was set is further off; beyond some years the database has no such moment at all. */
const MOST_AHEAD_SENT_MS = 24 * 3_600_000;

/** When something was sent is only a hint: what cannot be is taken for not said. */
function withoutWrongSentAt(position: ReportedPosition, now: Date): ReportedPosition {
  const sentMs = position.sentAt?.getTime() ?? EARLIEST_MS;
  const isPossible = sentMs >= EARLIEST_MS && sentMs <= now.getTime() + MOST_AHEAD_SENT_MS;
  return isPossible ? position : { ...position, sentAt: null };
}

/** Says of positions from the future, and of those of a clock that was never set, that they are. */
export function checkMoment(reading: Reading, now: Date): Reading {
  if (typeof reading === 'string') return reading;
  const recordedMs = reading.recordedAt.getTime();
  if (recordedMs > now.getTime() + MOST_AHEAD_MS) return 'in-the-future';
  return recordedMs < EARLIEST_MS ? 'too-old' : withoutWrongSentAt(reading, now);
}
