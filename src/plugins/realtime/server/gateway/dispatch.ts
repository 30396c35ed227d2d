import { randomUUID } from 'node:crypto';
import { renderProblem } from '../../../../lib/http/render-problem';
import { runWithRequestId } from '../../../../lib/http/request-context';
import { parseInput } from '../../../../lib/parse-input';
import type { Problem } from '../../../../lib/problem';
import { isExceeded, RateLimitedProblem } from '../../../../lib/throttle/limit';
import type { LivePrincipals } from '../../../accounts/contract/live-caller';
import { z } from 'zod';
import { channelOf, watchersOf, type Room } from '../domain/room';
import { sessionOver, stopping, unknownEvent } from '../errors';
import type { CallingSocket, DeclaredEvent } from './define-event';
import { endSocket } from './end-socket';
import type { EventQuota } from './event-quota';
import type { RealtimeSocket } from './socket-types';

/** Who goes on for so many times the limit does not listen to refusals. */
const FLOOD = 3;
const UNKNOWN = { points: 20, perSeconds: 10 };

interface Dependencies {
  events: readonly DeclaredEvent[];
  principals: Pick<LivePrincipals, 'ofSession'>;
  /** Undefined when limits are lifted. */
  quota: EventQuota | undefined;
  isDraining: () => boolean;
  toProblem: (error: unknown) => Problem;
  joined: (socket: RealtimeSocket, room: Room) => void;
  left: (socket: RealtimeSocket, room: Room) => void;
}

type Reply = (answer: object) => void;

/** An event has one payload and perhaps asks for an answer. */
const noMore = z.array(z.unknown()).max(1, 'an event has one payload');

/** The one place that every event of a client passes. */
export function createDispatch(dependencies: Dependencies) {
  const { principals, quota, isDraining, toProblem, joined, left } = dependencies;
  const events = new Map(dependencies.events.map((event) => [event.name, event]));
  let running = 0;
  let whenIdle: (() => void) | undefined;

  async function join(socket: RealtimeSocket, room: Room): Promise<void> {
    // Who went while their room was looked for would be kept in it for good.
    if (!socket.connected) throw stopping();
    await socket.join(channelOf(room));
    const isNew = !socket.data.rooms.has(room.id);
    socket.data.rooms.set(room.id, room);
    if (isNew) joined(socket, room);
  }

  const callingSocket = (socket: RealtimeSocket): CallingSocket => ({
    id: socket.id,
    rooms: socket.data.rooms,
    join: (room) => join(socket, room),
    async watch(room) {
      await join(socket, room);
      await socket.join(watchersOf(room));
    },
    async unwatch(room) {
      await socket.leave(watchersOf(room));
    },
    tell: (event, ...payload) => void socket.emit(event, ...payload),
    async leave({ id }) {
      const room = socket.data.rooms.get(id);
      await socket.leave(channelOf({ id }));
      await socket.leave(watchersOf({ id }));
      if (room && socket.data.rooms.delete(id)) left(socket, room);
    },
  });

  /** @throws RateLimitedProblem; ends the connection of a flood. */
  function count(socket: RealtimeSocket, name: string, limit = UNKNOWN): void {
    if (!quota) return;
    const { state, sent } = quota.count(socket.data.principal.userId, { name, limit });
    if (!isExceeded(state)) return;
    const problem = new RateLimitedProblem(state);
    if (sent > limit.points * FLOOD) endSocket(socket, problem);
    throw problem;
  }

  async function run(socket: RealtimeSocket, name: string, given: unknown[]): Promise<unknown> {
    const event = events.get(name);
    count(socket, event?.name ?? '', event?.limit);
    if (!event) throw unknownEvent();
    if (isDraining()) throw stopping();
    if (given.length > 1) parseInput(noMore, given, 'body');
    const principal = await principals.ofSession(socket.data.principal.sessionId);
    if (!principal) {
      endSocket(socket, sessionOver());
      throw sessionOver();
    }
    return event.run(given[0], { principal, socket: callingSocket(socket) });
  }

  function answer(socket: RealtimeSocket, [name, ...given]: unknown[]): Promise<void> {
    const last = given.at(-1);
    // Socket.IO puts the function of an acknowledgement behind what the client sent.
    const reply: Reply = typeof last === 'function' ? (given.pop() as Reply) : () => undefined;
    const requestId = randomUUID();
    return runWithRequestId(requestId, async () => {
      try {
        reply({ ok: true, data: await run(socket, String(name), given) });
      } catch (error) {
        reply({ ok: false, problem: renderProblem(toProblem(error), { requestId }) });
      }
    });
  }

  return {
    serve(socket: RealtimeSocket): void {
      // No further listener is reached: what is not declared is not there.
      socket.use((packet) => {
        running += 1;
        void answer(socket, packet).finally(() => {
          running -= 1;
          if (running === 0) whenIdle?.();
        });
      });
      socket.once('disconnect', () => {
        const rooms = [...socket.data.rooms.values()];
        socket.data.rooms.clear();
        for (const room of rooms) left(socket, room);
      });
    },

    /** Resolves when nothing is being answered. */
    idle: () => new Promise<void>((resolve) => (running === 0 ? resolve() : (whenIdle = resolve))),
  };
}
