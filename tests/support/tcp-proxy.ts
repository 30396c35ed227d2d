import net, { type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  /** The same address as the target's, but through this proxy. */
  url: string;
  /** Breaks every connection and refuses new ones, as a stopped server does. */
  cut: () => void;
  /** Keeps connections open and passes nothing on, as a hung server does. */
  freeze: () => void;
  restore: () => void;
  close: () => Promise<void>;
}

/** Stands between the app and its database, so that a test can take the database away. */
export async function startTcpProxy(targetUrl: string): Promise<TcpProxy> {
  const target = new URL(targetUrl);
  const pairs = new Set<[Socket, Socket]>();
  let state: 'open' | 'cut' | 'frozen' = 'open';

  // Small messages go out at once: with Nagle's algorithm each would wait 40 ms for an acknowledgement.
  const server = net.createServer({ noDelay: true }, (client) => {
    if (state === 'cut') {
      client.destroy();
      return;
    }
    const upstream = net.connect({
      host: target.hostname,
      port: Number(target.port || 5432),
      noDelay: true,
    });
    const pair: [Socket, Socket] = [client, upstream];
    pairs.add(pair);
    client.on('data', (chunk) => state !== 'frozen' && upstream.write(chunk));
    upstream.on('data', (chunk) => client.write(chunk));
    for (const socket of pair) {
      // A reset is an end like any other here.
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        pairs.delete(pair);
        pair.forEach((one) => one.destroy());
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const drop = () => pairs.forEach((pair) => pair.forEach((socket) => socket.destroy()));
  const url = new URL(targetUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cut: () => {
      state = 'cut';
      drop();
    },
    freeze: () => (state = 'frozen'),
    restore: () => {
      // What was frozen has lost bytes and can only be broken.
      if (state === 'frozen') drop();
      state = 'open';
    },
    close: () => {
      drop();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
