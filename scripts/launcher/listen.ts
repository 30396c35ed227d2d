import type { AddressInfo, Server } from 'node:net';

const LOOPBACK = '127.0.0.1';

function listenOn(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      server.off('error', reject);
      // A TCP server's address is never a string or null once it listens.
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Listens on loopback on the wished port, or on a free one when that is taken; tells which. */
export async function listenOnLoopback(server: Server, wishedPort = 0): Promise<number> {
  try {
    return await listenOn(server, wishedPort);
  } catch (error) {
    if (wishedPort === 0 || (error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return listenOn(server, 0);
  }
}
