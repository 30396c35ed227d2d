import { type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { createKeyedSlots } from '../../../../lib/keyed-slots';
import { renderProblem } from '../../../../lib/http/render-problem';
import type { Problem } from '../../../../lib/problem';
import { clientKey } from '../../../../lib/throttle/client-key';
import type { SocketDoor } from '../../../accounts/contract/socket-door';
import { foreignOrigin, notSignedIn, stopping, tooManyConnections } from '../errors';
import type { ConnectionPlaces } from './connection-places';
import type { RealtimeServer, RealtimeSocket } from './socket-types';

interface Dependencies {
  door: SocketDoor;
  isDraining: () => boolean;
  places: Pick<ConnectionPlaces, 'take'>;
  /** From one address. */
  mostTransports: number;
  toProblem: (error: unknown) => Problem;
}

/** Of one transport; who keeps guessing has to come again. */
const MOST_ATTEMPTS = 10;

const credentials = z.strictObject({ token: z.string().min(1).max(2048).optional() });

/** Answers a request, or an upgrade, for which Engine.IO has a response that says nothing. */
export function refuse(request: IncomingMessage, response: unknown, problem: Problem): void {
  const body = JSON.stringify(renderProblem(problem));
  const headers = {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    Connection: 'close',
  };
  if (response instanceof ServerResponse) {
    response.writeHead(problem.status, headers).end(body);
    return;
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const start = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}\r\n`;
  const { socket } = request;
  socket.on('error', () => undefined);
  // Destroyed as well: who does not end their half of the connection would keep it open.
  socket.end(`${start}${lines.join('')}\r\n${body}`, () => socket.destroy());
}

/** What `connect_error` of a client carries. */
class ConnectError extends Error {
  readonly data: object;
  constructor(problem: Problem) {
    super(problem.code);
    this.data = renderProblem(problem);
  }
}

/**
 * The two doors of a connection. The outer one sees every request of the transport and refuses pages
 * that have no business here; the inner one finds out who it is and counts open connections.
 */
export function createHandshake(dependencies: Dependencies) {
  const { door, isDraining, places, mostTransports, toProblem } = dependencies;
  const transports = createKeyedSlots(mostTransports);

  const attempts = new WeakMap<RealtimeSocket['conn'], number>();

  /** @throws Problem `unauthenticated`; ends a transport that has asked too often. */
  function countAttempt({ conn }: RealtimeSocket): void {
    const made = (attempts.get(conn) ?? 0) + 1;
    attempts.set(conn, made);
    if (made <= MOST_ATTEMPTS) return;
    conn.close(true);
    throw notSignedIn();
  }

  function outerProblem(request: IncomingMessage): Problem | null {
    const isNew = !new URL(request.url ?? '/', 'http://socket').searchParams.has('sid');
    if (isNew && isDraining()) return stopping();
    return door.mayBeForged(request) ? foreignOrigin() : null;
  }

  async function takePlaces(socket: RealtimeSocket, userId: number): Promise<boolean> {
    const held = await Promise.all([
      places.take('person', String(userId)),
      places.take('address', clientKey(door.addressOf(socket.request))),
    ]);
    const free = () => held.forEach((release) => release?.());
    socket.conn.once('close', free);
    // It may have gone while places were looked for; nobody says so twice.
    const isGone = socket.conn.readyState !== 'open';
    if (isGone || held.includes(null)) free();
    return !held.includes(null);
  }

  return (io: RealtimeServer): void => {
    io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
      const problem = outerProblem(request);
      if (problem) refuse(request, response, problem);
      else next();
    });
    io.engine.on('connection', (transport: RealtimeSocket['conn']) => {
      const free = transports.take(clientKey(door.addressOf(transport.request)));
      if (free) transport.once('close', free);
      else transport.close(true);
    });
    io.use((socket, next) => {
      const enter = async (): Promise<void> => {
        countAttempt(socket);
        // Who left and comes again over one connection: of what opened it nothing is kept.
        if ((socket.request as IncomingMessage | null) === null) throw notSignedIn();
        const parsed = credentials.safeParse(socket.handshake.auth);
        if (!parsed.success) throw notSignedIn();
        const principal = await door.signIn(socket.request, parsed.data.token);
        if (!principal) throw notSignedIn();
        if (!(await takePlaces(socket, principal.userId))) throw tooManyConnections();
        socket.data = { principal, rooms: new Map() };
      };
      enter().then(
        () => next(),
        (error: unknown) => next(new ConnectError(toProblem(error))),
      );
    });
  };
}
