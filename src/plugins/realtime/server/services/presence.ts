import type { PresenceChange } from '../../contract/events';
import type { ShownPerson } from '../../contract/rooms';
import type { Room } from '../domain/room';
import type { Emitter } from './emitter';

/** What happens within this is told at once, so that a page that is loaded anew is no news. */
const TICK_MS = 1000;
/** Who is there is told again and again, for those who came later or listen to another instance. */
const AGAIN_MS = 60_000;
const EXPIRES_SECONDS = 90;

interface Dependencies {
  emitter: Emitter;
  people: (userIds: readonly number[]) => Promise<Map<number, ShownPerson>>;
  report: (error: unknown) => void;
}

interface Watched {
  room: Pick<Room, 'id' | 'key'>;
  /** How many sockets each person has in the room, on this instance. */
  sockets: Map<number, number>;
  /** Whom the others believe to be there. */
  told: Set<number>;
  isChanged: boolean;
}

/** Who is in which room now. Nothing of it is kept. */
export function createPresence({ emitter, people, report }: Dependencies) {
  const watched = new Map<number, Watched>();

  async function show(
    ids: readonly number[],
    isOnline: boolean,
  ): Promise<PresenceChange['people']> {
    const shown = await people(ids);
    return ids.flatMap((id) => {
      const person = shown.get(id);
      return person ? [{ person, isOnline }] : [];
    });
  }

  async function tell({ room }: Watched, came: number[], went: number[]): Promise<void> {
    if (came.length + went.length === 0) return;
    const changes = [...(await show(came, true)), ...(await show(went, false))];
    const change = { room: room.key, people: changes, expiresInSeconds: EXPIRES_SECONDS };
    emitter.hintToRoom(room, 'presence:changed', change);
  }

  async function tick(): Promise<void> {
    for (const [roomId, one] of watched) {
      if (!one.isChanged) continue;
      one.isChanged = false;
      const came = [...one.sockets.keys()].filter((id) => !one.told.has(id));
      const went = [...one.told].filter((id) => !one.sockets.has(id));
      one.told = new Set(one.sockets.keys());
      if (one.sockets.size === 0) watched.delete(roomId);
      await tell(one, came, went);
    }
  }

  async function again(): Promise<void> {
    for (const one of watched.values()) await tell(one, [...one.told], []);
  }

  const timers = [
    setInterval(() => void tick().catch(report), TICK_MS),
    setInterval(() => void again().catch(report), AGAIN_MS),
  ];
  for (const timer of timers) timer.unref();

  return {
    joined(userId: number, room: Pick<Room, 'id' | 'key'>): void {
      const one = watched.get(room.id) ?? {
        room,
        sockets: new Map<number, number>(),
        told: new Set<number>(),
        isChanged: false,
      };
      watched.set(room.id, one);
      one.sockets.set(userId, (one.sockets.get(userId) ?? 0) + 1);
      one.isChanged = true;
    },

    left(userId: number, { id }: Pick<Room, 'id'>): void {
      const one = watched.get(id);
      const count = one?.sockets.get(userId);
      if (!one || count === undefined) return;
      if (count > 1) one.sockets.set(userId, count - 1);
      else one.sockets.delete(userId);
      one.isChanged = true;
    },

    /** Whom the others were told of, for somebody who joins; who came just now is told with the next tick. */
    async now({ id, key }: Pick<Room, 'id' | 'key'>): Promise<PresenceChange> {
      const ids = [...(watched.get(id)?.told ?? [])];
      return { room: key, people: await show(ids, true), expiresInSeconds: EXPIRES_SECONDS };
    },

    stop(): void {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

export type Presence = ReturnType<typeof createPresence>;
