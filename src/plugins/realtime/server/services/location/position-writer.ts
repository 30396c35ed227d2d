import type { NewPosition, PositionSource } from '../../domain/location/position';
import { tooManyPositions } from '../../location-errors';
import type { PositionKey } from '../../repositories/location/positions';

/** A person's positions are always in the same line, so that two lines never write the same one. */
const LINES = 2;
const MOST_AT_ONCE = 2000;
const MOST_WAITING = 50_000;

interface Batch {
  positions: readonly NewPosition[];
  /** With how many of them were not there before. */
  resolve: (stored: number) => void;
  reject: (error: unknown) => void;
}

interface Dependencies {
  /** Of what a device recorded within this, the newest is kept. */
  intervalMs: number;
  /** Takes one of each device and interval, and answers which were not there before. */
  store: (positions: readonly NewPosition[]) => Promise<PositionKey[]>;
}

const keyOf = ({ userId, deviceId, recordedMs }: PositionKey) =>
  `${userId} ${deviceId} ${recordedMs}`;
const keyOfPosition = ({ recordedAt, ...position }: NewPosition) =>
  keyOf({ ...position, recordedMs: recordedAt.getTime() });

const inKeyOrder = (one: NewPosition, other: NewPosition): number =>
  one.userId - other.userId ||
  one.recordedAt.getTime() - other.recordedAt.getTime() ||
  one.deviceId - other.deviceId;

/**
 * Stores batches of positions. Those that came in while others were being written are written
 * together, by one statement and with one commit, which is what makes many thousands a second possible.
 */
export function createPositionWriter({ intervalMs, store }: Dependencies) {
  const lines = Array.from({ length: LINES }, () => ({
    waiting: [] as Batch[],
    isRunning: false,
  }));
  let waitingCount = 0;

  function newestOfIntervals(batches: readonly Batch[]): NewPosition[] {
    const newest = new Map<string, NewPosition>();
    for (const position of batches.flatMap(({ positions }) => positions)) {
      const { userId, deviceId, recordedAt } = position;
      const name = `${userId} ${deviceId} ${Math.floor(recordedAt.getTime() / intervalMs)}`;
      const before = newest.get(name);
      if (!before || before.recordedAt < recordedAt) newest.set(name, position);
    }
    return [...newest.values()];
  }

  /** At least one batch, and no more than a statement should hold. */
  function takeBatches(waiting: Batch[]): Batch[] {
    let count = 0;
    const end = waiting.findIndex(({ positions }, index) => {
      count += positions.length;
      return index > 0 && count > MOST_AT_ONCE;
    });
    return waiting.splice(0, end === -1 ? waiting.length : end);
  }

  async function write(batches: Batch[]): Promise<void> {
    let fresh: Set<string>;
    try {
      const stored = await store(newestOfIntervals(batches).sort(inKeyOrder));
      fresh = new Set(stored.map(keyOf));
    } catch (error) {
      // Somebody may have been deleted just now; the others are not to suffer for it.
      if (batches.length === 1) return batches[0]?.reject(error);
      // Halves find the one with a few statements, where singles take one for each.
      const middle = Math.ceil(batches.length / 2);
      await write(batches.slice(0, middle));
      return write(batches.slice(middle));
    }
    for (const { positions, resolve } of batches) {
      // The first to bring a position has stored it; whoever brings it again has not.
      resolve(positions.filter((position) => fresh.delete(keyOfPosition(position))).length);
    }
  }

  async function drain(line: (typeof lines)[number]): Promise<void> {
    if (line.isRunning) return;
    line.isRunning = true;
    try {
      while (line.waiting.length > 0) {
        const batches = takeBatches(line.waiting);
        for (const { positions } of batches) waitingCount -= positions.length;
        await write(batches);
      }
    } finally {
      line.isRunning = false;
    }
  }

  return {
    /**
     * Resolves after the commit, with how many were not there before.
     * @throws Problem `overloaded` when too many wait.
     */
    write: ({ userId }: Pick<PositionSource, 'userId'>, positions: readonly NewPosition[]) =>
      new Promise<number>((resolve, reject) => {
        const line = lines[userId % LINES];
        if (!line || waitingCount + positions.length > MOST_WAITING) throw tooManyPositions();
        waitingCount += positions.length;
        line.waiting.push({ positions, resolve, reject });
        void drain(line);
      }),
  };
}

export type PositionWriter = ReturnType<typeof createPositionWriter>;
