import type { RealtimeSocket } from './socket-types';

/** How many packets a connection has not given to its transport, which takes the next when one is sent. */
export const unsentPackets = ({ conn }: RealtimeSocket): number =>
  (conn as unknown as { writeBuffer: unknown[] }).writeBuffer.length;
