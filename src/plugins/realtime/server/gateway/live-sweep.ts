import type { LivePrincipals } from '../../../accounts/contract/live-caller';
import { sessionOver } from '../errors';
import type { RoomsService } from '../services/rooms';
import { channelOf, watchersOf, type Room } from '../domain/room';
import { endSocket } from './end-socket';
import type { RealtimeServer, RealtimeSocket } from './socket-types';
import { unsentBytes, unsentPackets } from './unsent-packets';

/** A client that reads nothing while more packets than this are written for it. */
const MOST_WAITING_PACKETS = 5000;

interface Dependencies {
  io: RealtimeServer;
  principals: Pick<LivePrincipals, 'ofSessions'>;
  rooms: Pick<RoomsService, 'standings'>;
  everySeconds: number;
  maxWaitingBytes: number;
  left: (socket: RealtimeSocket, room: Room) => void;
  report: (error: unknown) => void;
}

/** Whether a client lets too much wait for it. */
const isSlow = (reader: RealtimeSocket, maxWaitingBytes: number): boolean =>
  unsentPackets(reader) > MOST_WAITING_PACKETS || unsentBytes(reader) > maxWaitingBytes;

/**
 * Looks at everybody who is connected here, every few seconds: whose session is over is shown out,
 * who belongs to a room no more stops hearing it, who does not read is dropped. One statement for all
 * sessions and one for each kind of room.
 */
export function createLiveSweep({
  io,
  principals,
  rooms,
  everySeconds,
  maxWaitingBytes,
  left,
  report,
}: Dependencies) {
  const here = (): RealtimeSocket[] => [...io.of('/').sockets.values()];

  async function sweepSessions(): Promise<void> {
    const sockets = here();
    const sessions = [...new Set(sockets.map(({ data }) => data.principal.sessionId))];
    const alive = await principals.ofSessions(sessions);
    for (const socket of sockets) {
      const principal = alive.get(socket.data.principal.sessionId);
      if (principal) socket.data.principal = principal;
      else endSocket(socket, sessionOver());
    }
  }

  async function sweepRooms(): Promise<void> {
    const stays = here().flatMap((socket) =>
      [...socket.data.rooms.values()].map((room) => ({
        socket,
        room,
        person: socket.data.principal,
      })),
    );
    if (stays.length === 0) return;
    const standings = await rooms.standings(stays);
    for (const [index, { socket, room }] of stays.entries()) {
      const standing = standings[index] ?? null;
      if (standing) {
        if (standing !== room.standing && socket.data.rooms.has(room.id)) {
          socket.data.rooms.set(room.id, { ...room, standing });
        }
        continue;
      }
      await socket.leave(channelOf(room));
      await socket.leave(watchersOf(room));
      if (!socket.data.rooms.delete(room.id)) continue;
      left(socket, room);
      socket.emit('room:left', { room: room.key });
    }
  }

  async function sweep(): Promise<void> {
    for (const socket of here()) {
      // What waits for it would only wait with it.
      if (isSlow(socket, maxWaitingBytes)) socket.conn.close(true);
    }
    if (here().length === 0) return;
    await sweepSessions();
    await sweepRooms();
  }

  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  const timer = setInterval(() => {
    // A database that is slow is not asked twice at once.
    if (isRunning) return;
    isRunning = true;
    running = sweep()
      .catch(report)
      .finally(() => (isRunning = false));
  }, everySeconds * 1000);
  timer.unref();

  return {
    async stop(): Promise<void> {
      clearInterval(timer);
      await running;
    },
  };
}
