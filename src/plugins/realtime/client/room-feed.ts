import type { MissedEvents } from '../contract/chat';
import type { ChatEvent } from '../contract/messages';

/** Told what happens in a room, once each and in order. */
export interface RoomListener {
  onEvent(event: ChatEvent): void;
  /** Too much was missed: read the history anew, and go on from here. */
  onReset?(lastEventSeq: number): void;
  /** The room is no longer ours: nothing comes any more. */
  onLeft?(): void;
}

interface Dependencies {
  /** Asks the server for what came after a position; joins the room as well. */
  ask: (afterEventSeq: number | undefined) => Promise<MissedEvents>;
  listener: RoomListener;
  /** Told when events are missing, which filling brings. */
  onGap: () => void;
  /** The last event that the caller has; everything from now on when not given. */
  afterEventSeq: number | undefined;
}

const GAP_PATIENCE_MS = 300;

/**
 * The events of one room in the order of their positions. Those that come too early wait; what does
 * not come at all is asked for.
 */
export function createRoomFeed({ ask, listener, onGap, afterEventSeq }: Dependencies) {
  let last = afterEventSeq;
  const early = new Map<number, ChatEvent>();
  let filling: Promise<void> | undefined;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let isClosed = false;

  function deliver(): void {
    if (last === undefined) return;
    for (const seq of early.keys()) if (seq <= last) early.delete(seq);
    for (let next = early.get(last + 1); next; next = early.get(last + 1)) {
      early.delete(next.eventSeq);
      last = next.eventSeq;
      listener.onEvent(next);
    }
    if (early.size > 0 && !patience && !isClosed) {
      patience = setTimeout(() => {
        patience = undefined;
        if (early.size > 0) onGap();
      }, GAP_PATIENCE_MS);
    }
  }

  async function fillOnce(): Promise<void> {
    for (;;) {
      const missed = await ask(last);
      if ('reset' in missed) {
        last = missed.lastEventSeq;
        listener.onReset?.(last);
        return deliver();
      }
      for (const event of missed.events) early.set(event.eventSeq, event);
      last ??= missed.lastEventSeq;
      deliver();
      if (!missed.hasMore) return;
    }
  }

  function fill(): Promise<void> {
    filling ??= fillOnce().finally(() => (filling = undefined));
    return filling;
  }

  function close(): void {
    isClosed = true;
    clearTimeout(patience);
    early.clear();
  }

  return {
    /** Joins, and brings what was missed; at the start and after each new connection. */
    fill,
    take(event: ChatEvent): void {
      if (isClosed) return;
      early.set(event.eventSeq, event);
      if (!filling) deliver();
    },
    /** The room has stood there for a while: what we have less was lost on its way. */
    standsAt(lastEventSeq: number): void {
      if (!isClosed && last !== undefined && lastEventSeq > last) onGap();
    },
    /** The last event that was told. */
    lastEventSeq: () => last,
    left(): void {
      close();
      listener.onLeft?.();
    },
    close,
  };
}

export type RoomFeed = ReturnType<typeof createRoomFeed>;
