import type { CrossingChange, Passage, RoomPassages } from '../contract/checkpoints';
import { createPassageBook } from './passage-book';
import { createWholeAndChanges } from './whole-and-changes';

/** Told who passes the checkpoints of a room. */
export interface PassageListener {
  /** Everybody's passages of the last 24 hours and since, as they are known now. */
  onPassages(passages: Passage[]): void;
  /** What is new, or corrected. */
  onChange?(change: CrossingChange): void;
  /** The room is no longer ours: nothing comes any more. */
  onLeft?(): void;
}

interface Dependencies {
  /** Asks to be told, and for what is so now. */
  ask: () => Promise<RoomPassages>;
  listener: PassageListener;
}

/** Who was at which checkpoint of one room, whatever order their positions arrived in. */
export function createPassageFeed({ ask, listener }: Dependencies) {
  const book = createPassageBook();
  const state = createWholeAndChanges<RoomPassages, CrossingChange[]>({
    ask,
    replace({ passages }) {
      book.replace(passages);
      listener.onPassages(book.passages());
    },
    apply(changes) {
      changes.forEach(book.apply);
      listener.onPassages(book.passages());
    },
  });

  return {
    fill: state.fill,
    fillAnew: state.fillAnew,
    take(changes: CrossingChange[]): void {
      state.take(changes);
      for (const change of changes) listener.onChange?.(change);
    },
    passages: book.passages,
    left(): void {
      state.close();
      book.replace([]);
      listener.onLeft?.();
    },
    close: state.close,
  };
}

export type PassageFeed = ReturnType<typeof createPassageFeed>;
