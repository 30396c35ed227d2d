import { joinFrames, type Packet } from './join-frames';
import type { RealtimeServer, RealtimeSocket } from './socket-types';

/** What a connection of Engine.IO keeps to itself. */
interface Connection {
  readyState: string;
  writeBuffer: Packet[];
  transport: { name: string; writable: boolean };
  flush: (this: Connection) => void;
}

/**
 * Sends what is meant for a connection within one turn of the event loop as one piece: a write to a
 * socket costs more than all that leads to it, and who wrote a message is sent it and its
 * acknowledgement in the same turn. What waits is in the connection's own buffer, where closing it waits
 * for it and the look at slow readers sees it.
 */
export function gatherWrites(io: RealtimeServer): void {
  let held = new Set<Connection>();

  function release(): void {
    const all = held;
    held = new Set();
    for (const connection of all) flush(connection);
  }

  function hold(this: Connection): void {
    // One that is closing waits for nothing more.
    if (this.readyState !== 'open') return flush(this);
    if (this.writeBuffer.length === 0) return;
    if (held.size === 0) setImmediate(release);
    held.add(this);
  }

  io.engine.on('connection', (connection: RealtimeSocket['conn']) => {
    (connection as unknown as Connection).flush = hold;
  });
}

function flush(connection: Connection): void {
  const { name, writable } = connection.transport;
  // What a client does not read stays in pieces: joining it again with each turn would copy all of it.
  if (name === 'websocket' && writable) {
    connection.writeBuffer = joinFrames(connection.writeBuffer);
  }
  // Engine.IO's own: `hold` takes its place on the connection alone.
  (Object.getPrototypeOf(connection) as Connection).flush.call(connection);
}

/** Sends what waits for the end of the turn; for who closes the WebSocket beneath the connection. */
export const sendNow = ({ conn }: RealtimeSocket): void => flush(conn as unknown as Connection);
