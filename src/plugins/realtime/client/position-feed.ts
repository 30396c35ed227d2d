import type {
  RoomPositions,
  SharingChange,
  ShownPosition,
  WatchedRoom,
} from '../contract/location';
import { createWholeAndChanges } from './whole-and-changes';

/** Told where the people of a room are. */
export interface PositionListener {
  /** Newer positions than before, one of each person who moved. */
  onPositions(positions: ShownPosition[]): void;
  /** Somebody begins to share or shares for longer; `until` is null when they stopped. */
  onSharing?(change: SharingChange): void;
  /** The room is no longer ours: nothing comes any more. */
  onLeft?(): void;
}

type Change = { positions: ShownPosition[] } | { sharing: SharingChange };

interface Dependencies {
  /** Asks to be told, and for what is so now. */
  ask: () => Promise<WatchedRoom>;
  listener: PositionListener;
  now: () => number;
}

/** Where the people of one room are: the newest position of each, whatever order they are told in. */
export function createPositionFeed({ ask, listener, now }: Dependencies) {
  const newest = new Map<string, ShownPosition>();
  const sharing = new Map<string, SharingChange>();

  function takePositions(positions: readonly ShownPosition[]): void {
    const news = positions.filter((position) => {
      const before = newest.get(position.person.id);
      if (before && Date.parse(before.recordedAt) >= Date.parse(position.recordedAt)) return false;
      newest.set(position.person.id, position);
      return true;
    });
    if (news.length > 0) listener.onPositions(news);
  }

  function takeSharing(change: SharingChange): void {
    const before = sharing.get(change.person.id)?.until ?? null;
    if (change.until === null) sharing.delete(change.person.id);
    else sharing.set(change.person.id, change);
    if (before !== change.until) listener.onSharing?.(change);
  }

  const state = createWholeAndChanges<WatchedRoom, Change>({
    ask,
    replace(whole) {
      const still = new Set(whole.sharing.map(({ person }) => person.id));
      for (const change of [...sharing.values()]) {
        if (!still.has(change.person.id)) takeSharing({ ...change, until: null });
      }
      whole.sharing.forEach(takeSharing);
      takePositions(whole.positions);
    },
    apply: (change) =>
      'sharing' in change ? takeSharing(change.sharing) : takePositions(change.positions),
  });

  const isSharing = ({ person }: ShownPosition): boolean => {
    const until = sharing.get(person.id)?.until ?? null;
    return until !== null && Date.parse(until) > now();
  };

  return {
    fill: state.fill,
    fillAnew: state.fillAnew,
    takePositions: ({ positions }: RoomPositions) => state.take({ positions }),
    takeSharing: (change: SharingChange) => state.take({ sharing: change }),
    /** Where those are who share now. */
    latest: (): ShownPosition[] => [...newest.values()].filter(isSharing),
    left(): void {
      state.close();
      newest.clear();
      sharing.clear();
      listener.onLeft?.();
    },
    close: state.close,
  };
}

export type PositionFeed = ReturnType<typeof createPositionFeed>;
