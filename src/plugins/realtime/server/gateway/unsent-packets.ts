import type { WebSocket } from 'ws';
import { bytesOf, type Packet } from './join-frames';
import type { RealtimeSocket } from './socket-types';

/** What a connection of Engine.IO keeps to itself. */
const packetsOf = ({ conn }: RealtimeSocket): Packet[] =>
  (conn as unknown as { writeBuffer: Packet[] }).writeBuffer;

/** How many packets a connection has not given to its transport, which takes the next when one is sent. */
export const unsentPackets = (socket: RealtimeSocket): number => packetsOf(socket).length;

/** How many bytes a client has not read: what waits for the transport, and what its WebSocket holds. */
export function unsentBytes(socket: RealtimeSocket): number {
  // The transport keeps its WebSocket to itself; there is none when a client polls.
  const { socket: webSocket } = socket.conn.transport as unknown as { socket?: WebSocket };
  const waiting = packetsOf(socket).reduce((sum, packet) => sum + bytesOf(packet), 0);
  return waiting + (webSocket?.bufferedAmount ?? 0);
}
