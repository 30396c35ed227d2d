import { distanceMeters } from './distance';
import { byDevice } from './pick-latest';
import { judge, type Flag } from './plausibility';
import type { StoredPosition } from './position';

/** A longer silence is a gap, and not a straight line over land and sea; as Traccar's trips have it. */
const GAP_MS = 3_600_000;

/** A piece of a way without gaps, of one device. */
export interface Segment {
  deviceId: number;
  positions: StoredPosition[];
  distanceMeters: number;
}

export interface FlaggedPosition {
  position: StoredPosition;
  flags: Flag[];
}

/** The way that somebody went, made from what was recorded and in its order, whenever it arrived. */
export interface Track {
  segments: Segment[];
  /** Kept, and no part of the way. */
  flagged: FlaggedPosition[];
}

export function makeTrack(positions: readonly StoredPosition[]): Track {
  const track: Track = { segments: [], flagged: [] };
  for (const ofDevice of byDevice(positions)) {
    const flags = judge(ofDevice);
    let open: Segment | undefined;
    for (const [index, position] of ofDevice.entries()) {
      const own = flags[index] ?? [];
      if (own.length > 0) {
        track.flagged.push({ position, flags: own });
        continue;
      }
      const last = open?.positions.at(-1);
      if (!open || !last || position.recordedAt.getTime() - last.recordedAt.getTime() > GAP_MS) {
        open = { deviceId: position.deviceId, positions: [position], distanceMeters: 0 };
        track.segments.push(open);
        continue;
      }
      open.distanceMeters += distanceMeters(last, position);
      open.positions.push(position);
    }
  }
  return track;
}
