import type { z } from 'zod';
import { parseInput } from '../../../../lib/parse-input';
import type { Limit } from '../../../../lib/throttle/limit';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import type { ServerToClient } from '../../contract/events';
import type { Room } from '../domain/room';

/** The socket that an event came by, as far as handlers may use it. */
export interface CallingSocket {
  id: string;
  /** Rooms this socket hears, by their id. */
  rooms: ReadonlyMap<number, Room>;
  /** From here on it is sent what happens in the room, until it may no longer be. */
  join(room: Room): Promise<void>;
  /** Joins, and is sent where people are as well. */
  watch(room: Room): Promise<void>;
  /** Stays in the room. */
  unwatch(room: Pick<Room, 'id'>): Promise<void>;
  leave(room: Pick<Room, 'id'>): Promise<void>;
  /** To this socket alone. */
  tell<Event extends keyof ServerToClient>(
    event: Event,
    ...payload: Parameters<ServerToClient[Event]>
  ): void;
}

export interface Caller {
  /** As they are now, at most three seconds old. */
  principal: UserPrincipal;
  socket: CallingSocket;
}

interface EventDefinition<Schema extends z.ZodType> {
  name: string;
  payload: Schema;
  /** Of one person on this server; three times as many within the period end the connection. */
  limit: Limit;
  /** What the client is acknowledged; problems that are thrown are acknowledged as such. */
  handle: (call: Caller & { payload: z.infer<Schema> }) => Promise<unknown>;
}

/** An event that clients may send: parsed, limited, run and acknowledged in one place. */
export interface DeclaredEvent {
  name: string;
  limit: Limit;
  run(input: unknown, caller: Caller): Promise<unknown>;
}

export const defineEvent = <Schema extends z.ZodType>({
  name,
  payload,
  limit,
  handle,
}: EventDefinition<Schema>): DeclaredEvent => ({
  name,
  limit,
  run: (input, caller) => handle({ ...caller, payload: parseInput(payload, input, 'body') }),
});
