import http, { type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before a server and counts its answers by status. */
export interface CountingProxy {
  url: string;
  /** @returns how many answers of each status came. */
  stop: () => Map<number, number>;
}

export async function countAnswers(base: string): Promise<CountingProxy> {
  const counts = new Map<number, number>();
  const server = http.createServer((request, response) => {
    const { method, url = '/', headers } = request;
    const onward = http.request(new URL(base), { method, path: url, headers });
    const cut = () => response.destroy();
    onward.on('response', (answer: IncomingMessage) => {
      const { statusCode = 502 } = answer;
      counts.set(statusCode, (counts.get(statusCode) ?? 0) + 1);
      response.writeHead(statusCode, answer.headers);
      answer.on('error', cut).pipe(response);
    });
    onward.on('error', cut);
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
      return counts;
    },
  };
}
