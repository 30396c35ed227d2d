import type { ServerToClient } from '../../contract/events';
import { channelOf, watchersOf, type Room } from '../domain/room';

/** The part of Socket.IO that sends to many. */
export interface Sending {
  to(channel: string): {
    emit(event: string, payload: unknown): unknown;
    volatile: { emit(event: string, payload: unknown): unknown };
    except(socketId: string): { volatile: { emit(event: string, payload: unknown): unknown } };
  };
}

type PayloadOf<Event extends keyof ServerToClient> = Parameters<ServerToClient[Event]>[0];

/** Sends to everybody who hears a room, on all instances; for what came by REST as well. */
export function createEmitter() {
  let sending: Sending | undefined;
  return {
    /** Before the gateway is open, and after it closed, nobody listens. */
    attach(to: Sending | undefined): void {
      sending = to;
    },

    toRoom<Event extends keyof ServerToClient>(
      room: Pick<Room, 'id'>,
      event: Event,
      payload: PayloadOf<Event>,
    ): void {
      sending?.to(channelOf(room)).emit(event, payload);
    },

    /** Sends to those in a room who watch where the others are. */
    toWatchers<Event extends keyof ServerToClient>(
      room: Pick<Room, 'id'>,
      event: Event,
      payload: PayloadOf<Event>,
    ): void {
      sending?.to(watchersOf(room)).emit(event, payload);
    },

    /** For what is worth nothing later: who cannot be sent it at once is not sent it. */
    hintToRoom<Event extends keyof ServerToClient>(
      room: Pick<Room, 'id'>,
      event: Event,
      payload: PayloadOf<Event>,
      exceptSocketId?: string,
    ): void {
      const listeners = sending?.to(channelOf(room));
      if (exceptSocketId === undefined) listeners?.volatile.emit(event, payload);
      else listeners?.except(exceptSocketId).volatile.emit(event, payload);
    },
  };
}

export type Emitter = ReturnType<typeof createEmitter>;
