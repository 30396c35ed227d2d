import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const UNANSWERED_MS = 5000;

/**
 * Engine.IO leaves upgrades at other addresses alone, for others that listen: those that nobody
 * answers are ended here. The answer takes the listener off.
 */
export function endUnansweredUpgrades(server: Server, ownPath: string): () => void {
  const onUpgrade = (request: IncomingMessage, socket: Duplex & { bytesWritten?: number }) => {
    if (request.url?.startsWith(ownPath)) return;
    socket.on('error', () => undefined);
    setTimeout(() => {
      if (socket.writable && !socket.bytesWritten) {
        socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      }
    }, UNANSWERED_MS).unref();
  };
  server.on('upgrade', onUpgrade);
  return () => void server.off('upgrade', onUpgrade);
}
