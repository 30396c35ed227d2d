import type { AcceptedPositions } from '../../../contract/location';
import { checkMoment } from '../../domain/location/check-moment';
import {
  received,
  type NewPosition,
  type PositionSource,
  type Reading,
} from '../../domain/location/position';
import { rejectedPosition } from '../../location-errors';
import type { CrossingFeed } from './crossing-feed';
import type { LiveFeed } from './live-feed';
import type { PositionWriter } from './position-writer';

/** A signed-in client is no device with a token. */
export const OWN_CLIENT = 0;

interface Dependencies {
  writer: PositionWriter;
  feed: Pick<LiveFeed, 'touch'>;
  crossings: Pick<CrossingFeed, 'touch'>;
  now: () => Date;
}

/** Takes in what devices report; by whatever way it came. */
export function createTracking({ writer, feed, crossings, now }: Dependencies) {
  /** Resolves after the commit. What came before is counted and is no fault; what is wrong is named. */
  async function accept(
    source: PositionSource,
    readings: readonly Reading[],
  ): Promise<AcceptedPositions> {
    const receivedAt = now();
    const rejected: AcceptedPositions['rejected'] = [];
    const positions: NewPosition[] = [];
    for (const [index, given] of readings.entries()) {
      const reading = checkMoment(given, receivedAt);
      if (typeof reading === 'string') rejected.push({ index, reason: reading });
      else positions.push(received(reading, source, receivedAt));
    }
    const accepted = positions.length === 0 ? 0 : await writer.write(source, positions);
    if (accepted > 0) {
      feed.touch(source.userId);
      crossings.touch(
        source.userId,
        positions.map(({ recordedAt }) => recordedAt),
      );
    }
    return { accepted, duplicates: positions.length - accepted, rejected };
  }

  return {
    accept,

    /** @throws Problem `validation-failed` when there is something wrong with it. */
    async acceptOne(source: PositionSource, reading: Reading): Promise<AcceptedPositions> {
      const checked = checkMoment(reading, now());
      if (typeof checked === 'string') throw rejectedPosition(checked);
      return accept(source, [checked]);
    },
  };
}

export type Tracking = ReturnType<typeof createTracking>;
