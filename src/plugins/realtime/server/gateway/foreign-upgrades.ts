import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const UNANSWERED_MS = 5000;
const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

/**
 * Engine.IO leaves upgrades at other addresses alone, for others that listen: those that nobody
 * answers are ended here. The answer takes the listener off.
 */
export function endUnansweredUpgrades(server: Server, ownPath: string): () => void {
  const onUpgrade = (request: IncomingMessage, socket: Duplex & { bytesWritten?: number }) => {
    // Node takes its own listeners off: an error that nobody hears would end the process.
    socket.on('error', () => undefined);
    // What Engine.IO takes for its own: `/socket.iox` is nobody's.
    if (request.url?.startsWith(`${ownPath}/`)) return;
    // A connection that is kept alive may have been answered before.
    const { bytesWritten } = socket;
    setTimeout(() => {
      if (!socket.writable || socket.bytesWritten !== bytesWritten) return;
      // The connection stays open for who does not end their half of it, unless it is destroyed.
      socket.end(NOT_FOUND, () => socket.destroy());
    }, UNANSWERED_MS).unref();
  };
  // Before those who answer at once, so that what they write counts.
  server.prependListener('upgrade', onUpgrade);
  return () => void server.off('upgrade', onUpgrade);
}
