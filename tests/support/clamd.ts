import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface FakeClamd {
  /** For CLAMAV_ADDRESS. */
  address: string;
  /** What came, file by file. */
  scanned: Buffer[];
  /** What it says instead of looking; undefined has it look, null has it say nothing. */
  answerWith: (answer: string | null | undefined) => void;
  close: () => Promise<void>;
}

/** What every scanner knows as harmful, and is not. In parts, so that none finds it in this file. */
export const EICAR = [
  'X5O!P%@AP[4\\PZX54(P^)7CC)7}$',
  'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*',
].join('');

const COMMAND = 'zINSTREAM\0';

/** The pieces of an INSTREAM command, once the last one came. */
function readStream(received: Buffer): Buffer | undefined {
  if (received.toString('latin1', 0, COMMAND.length) !== COMMAND) return undefined;
  const pieces: Buffer[] = [];
  for (let at = COMMAND.length; at + 4 <= received.length; ) {
    const length = received.readUInt32BE(at);
    if (length === 0) return Buffer.concat(pieces);
    pieces.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}

/** Speaks the protocol of a ClamAV daemon, at a port or at the path of a socket. */
export async function startClamd(socketPath?: string): Promise<FakeClamd> {
  const scanned: Buffer[] = [];
  let fixed: string | null | undefined;
  const sockets = new Set<Socket>();

  const server = createServer((socket) => {
    let received = Buffer.alloc(0);
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const content = readStream(received);
      if (!content || fixed === null) return;
      scanned.push(content);
      const verdict = content.includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK';
      socket.end(`${fixed ?? verdict}\0`);
    });
  });
  await new Promise<void>((resolve) =>
    socketPath ? server.listen(socketPath, resolve) : server.listen(0, '127.0.0.1', resolve),
  );
  const address = socketPath ?? `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address,
    scanned,
    answerWith: (answer) => (fixed = answer),
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
