import { channelOf } from '../domain/room';
import type { RealtimeServer } from './socket-types';

interface Dependencies {
  io: RealtimeServer;
  /** The last event of each of these rooms. */
  positionsOf: (roomIds: readonly number[]) => Promise<Map<number, number>>;
  everySeconds: number;
  report: (error: unknown) => void;
}

/**
 * Tells those who are connected here where their rooms stand. Who has missed an event finds the gap by
 * the next one, and in a room that has fallen silent there is none: an event that was lost between the
 * instances, or whose writer died before it could tell, would stay unseen. A position is told once, when
 * it has stood for a whole look, so that nobody asks for what is still on its way.
 */
export function createRoomPositions({ io, positionsOf, everySeconds, report }: Dependencies) {
  let stood = new Map<number, number>();
  let told = new Map<number, number>();

  function roomsHere(): Map<number, string> {
    const here = new Map<number, string>();
    for (const { data } of io.of('/').sockets.values()) {
      for (const { id, key } of data.rooms.values()) here.set(id, key);
    }
    return here;
  }

  async function look(): Promise<void> {
    const here = roomsHere();
    const stands = here.size > 0 ? await positionsOf([...here.keys()]) : new Map<number, number>();
    const tellable = new Map<number, number>();
    for (const [id, room] of here) {
      const lastEventSeq = stood.get(id);
      if (lastEventSeq === undefined) continue;
      tellable.set(id, lastEventSeq);
      if (told.get(id) === lastEventSeq) continue;
      io.local.to(channelOf({ id })).emit('chat:position', { room, lastEventSeq });
    }
    [stood, told] = [stands, tellable];
  }

  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch(report)
      .finally(() => (looking = undefined));
  }, everySeconds * 1000);
  timer.unref();

  return {
    async stop(): Promise<void> {
      clearInterval(timer);
      await looking;
    },
  };
}
