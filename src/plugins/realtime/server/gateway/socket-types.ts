import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import type { ClientToServer, ServerToClient } from '../../contract/events';
import type { Room } from '../domain/room';

/** What the server knows of a socket. */
export interface SocketState {
  principal: UserPrincipal;
  /** By the id of the room. */
  rooms: Map<number, Room>;
}

export type RealtimeServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketState>;
export type RealtimeSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketState>;
