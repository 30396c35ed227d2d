import type { Socket } from 'node:net';
import { createAnswerFilter } from './answer-filter';
import type { SessionClient, SessionTurns } from './session-turns';
import * as wire from './wire-messages';

/** Message types that end an exchange, after which the server answers ReadyForQuery: Sync, Query, FunctionCall. */
const COMPLETING = new Set(['S', 'Q', 'F']);
/** Flush asks for output in the middle of an exchange; copy data must reach a running COPY. */
const FORWARDED_AT_ONCE = new Set(['H', 'd', 'c', 'f']);
const TERMINATE = 'X';

export interface WireConnectionOptions {
  turns: SessionTurns;
  password: string;
}

/** Serves one client socket: password, start, then whole exchanges into the turns of the session. */
export function serveConnection(socket: Socket, { turns, password }: WireConnectionOptions): void {
  let received: Buffer = Buffer.alloc(0);
  let pending: Buffer[] = [];
  let missingBytes = 0;
  let startup: Buffer | undefined;
  let isStarted = false;
  let exchange: Buffer[] = [];

  const hangUp = (sqlState: string, text: string) => socket.end(wire.fatalError(sqlState, text));
  const answers = createAnswerFilter((bytes) => {
    if (socket.writable) socket.write(bytes);
  });
  const client: SessionClient = {
    write: answers.take,
    finish: answers.finish,
    expel: () => {
      hangUp('25P03', 'terminated: an idle transaction was holding up every other client');
      turns.leave(client);
    },
  };

  const open = (): boolean => {
    const message = wire.readOpening(received);
    if (!message) return false;
    received = received.subarray(message.bytes.length);
    if (message.kind === 'encryption') socket.write(wire.NO_ENCRYPTION);
    if (message.kind === 'cancel') socket.end();
    if (message.kind === 'startup') {
      startup = Buffer.from(message.bytes);
      socket.write(wire.PASSWORD_REQUEST);
    }
    return message.kind !== 'cancel';
  };

  const start = (startupBytes: Buffer): boolean => {
    const message = wire.readMessage(received);
    if (!message) return false;
    received = received.subarray(message.bytes.length);
    if (message.type !== 'p' || wire.passwordOf(message.bytes) !== password) {
      hangUp('28P01', 'password authentication failed');
      return false;
    }
    isStarted = true;
    turns.enqueue({ client, bytes: startupBytes, isComplete: true });
    return true;
  };

  const converse = (): boolean => {
    const message = wire.readMessage(received);
    if (!message) return false;
    received = received.subarray(message.bytes.length);
    if (message.type === TERMINATE) {
      socket.end();
      return false;
    }
    exchange.push(Buffer.from(message.bytes));
    const isComplete = COMPLETING.has(message.type);
    if (isComplete || FORWARDED_AT_ONCE.has(message.type)) {
      turns.enqueue({ client, bytes: Buffer.concat(exchange), isComplete });
      exchange = [];
    }
    return true;
  };

  const step = () => {
    if (isStarted) return converse();
    return startup ? start(startup) : open();
  };

  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => {
    pending.push(bytes);
    missingBytes -= bytes.length;
    if (missingBytes > 0) return; // a long message is put together once, not chunk by chunk
    received = Buffer.concat([received, ...pending]);
    pending = [];
    try {
      while (step());
      missingBytes = isStarted ? wire.bytesNeeded(received) - received.length : 0;
    } catch {
      hangUp('08P01', 'protocol violation');
    }
  });
  socket.on('error', () => socket.destroy()); // 'close' follows
  socket.on('close', () => turns.leave(client));
}
