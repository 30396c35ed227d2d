import { connect, type Socket } from 'node:net';

const END_OF_HEAD = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)/i;

interface Request {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

interface Answer {
  status: number;
  body: string;
}

/** One connection that stays open; one request at a time. */
export interface LightHttp {
  ask(request: Request): Promise<Answer>;
  close(): void;
}

/** The least of an HTTP client, for answers that say how long they are. */
export function openHttp(port: number): LightHttp {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let heard = '';
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    heard += chunk;
    const end = heard.indexOf(END_OF_HEAD);
    if (end < 0) return;
    const [, length] = LENGTH.exec(heard.slice(0, end)) ?? [];
    const start = end + END_OF_HEAD.length;
    if (length === undefined) return waiting?.reject(new Error(heard.slice(0, end)));
    if (heard.length < start + Number(length)) return;
    const answer = { status: Number(heard.slice(9, 12)), body: heard.slice(start) };
    heard = '';
    waiting?.resolve(answer);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('The server closed the connection.')));

  return {
    ask: ({ method, path, headers, body = '' }) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        const lines = Object.entries({
          Host: `127.0.0.1:${port}`,
          ...(body !== '' && { 'Content-Length': String(Buffer.byteLength(body)) }),
          ...headers,
        }).map(([name, value]) => `${name}: ${value}\r\n`);
        socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
      }),
    close: () => void socket.destroy(),
  };
}
