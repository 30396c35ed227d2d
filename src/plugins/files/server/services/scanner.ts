import { createReadStream } from 'node:fs';
import net, { type Socket } from 'node:net';
import { scannerUnavailable } from '../errors';

/** Longer than a scanner needs for the largest upload. */
const LONGEST_SILENCE_MS = 30_000;
const CHUNK_BYTES = 64 * 1024;
const LONGEST_ANSWER = 4096;

interface Log {
  warn(message: string): void;
}

/** Says whether a file is known to be harmful. */
export interface Scanner {
  /** @throws Problem `dependency-unavailable` when there is no certain answer. */
  isInfected(path: string): Promise<boolean>;
}

/** For servers without a scanner. */
export const noScanner: Scanner = { isInfected: () => Promise.resolve(false) };

function connect(address: string): Socket {
  if (address.startsWith('/')) return net.connect({ path: address });
  const { hostname, port } = new URL(`tcp://${address}`);
  return net.connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 3310) });
}

/** The INSTREAM command of clamd: pieces with their length before them, and one of no length. */
async function* commandFor(path: string): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  const stream = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    yield Buffer.concat([length, chunk]);
  }
  yield Buffer.alloc(4);
}

async function readAnswer(socket: Socket): Promise<string> {
  let answer = '';
  for await (const chunk of socket as AsyncIterable<Buffer>) {
    answer += chunk.toString('latin1');
    if (answer.includes('\0') || answer.length > LONGEST_ANSWER) break;
  }
  return answer.replace(/\0.*$/s, '').trim();
}

async function send(socket: Socket, path: string): Promise<void> {
  for await (const piece of commandFor(path)) {
    // A scanner that has seen enough answers and hangs up before the end.
    if (!socket.writable) return;
    if (!socket.write(piece)) {
      await new Promise<void>((resolve) => {
        const go = () => {
          socket.off('drain', go).off('close', go);
          resolve();
        };
        socket.on('drain', go).on('close', go);
      });
    }
  }
}

async function ask(address: string, path: string): Promise<string> {
  const socket = connect(address);
  socket.setTimeout(LONGEST_SILENCE_MS, () => socket.destroy(new Error('It did not answer')));
  try {
    const answer = readAnswer(socket);
    const [said] = await Promise.all([answer, send(socket, path)]);
    return said;
  } finally {
    socket.destroy();
  }
}

/** A ClamAV daemon at `host:port` or at the path of its socket. What it does not clear is not taken. */
export function createScanner({ address, log }: { address: string; log: Log }): Scanner {
  return {
    async isInfected(path) {
      const answer = await ask(address, path).catch((error: unknown) => {
        log.warn(`The virus scanner does not answer: ${String(error)}`);
        throw scannerUnavailable();
      });
      if (answer === 'stream: OK') return false;
      if (answer.endsWith(' FOUND')) return true;
      log.warn(`The virus scanner gave no verdict: ${answer}`);
      throw scannerUnavailable();
    },
  };
}
