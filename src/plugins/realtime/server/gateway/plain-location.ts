import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { whenDraining } from '../../../../lib/draining';
import type { Problem } from '../../../../lib/problem';
import { clientKey } from '../../../../lib/throttle/client-key';
import type { UserPrincipal } from '../../../accounts/contract/principal';
import type { SocketDoor } from '../../../accounts/contract/socket-door';
import type { RealtimeConfig } from '../config';
import { foreignOrigin, stopping, tooManyConnections } from '../errors';
import type { ConnectionPlaces } from './connection-places';
import { refuse } from './handshake';
import { UNAUTHENTICATED, type PlainConversation } from './plain-conversation';

const ADDRESS = /^\/ws\/location\/?(\?|$)/;
const BEARER = /^Bearer +(\S+)$/i;
const PING_MS = 25_000;
/** Who has not said who they are by then is shown out. */
const SIGN_IN_MS = 10_000;
/** Of one connection; more is left in the network until these are answered. */
const MOST_WAITING = 32;
const GOING_AWAY = 1001;

interface Dependencies {
  httpServer: HttpServer;
  config: Pick<RealtimeConfig, 'maxPacketBytes'>;
  places: Pick<ConnectionPlaces, 'take'>;
  door: SocketDoor;
  isDraining: () => boolean;
  converse: (request: IncomingMessage, person: UserPrincipal | null) => Promise<PlainConversation>;
  report: (error: unknown) => void;
}

/** Also for a socket that has been closed while something was waited for. */
function whenClosed(socket: Duplex, then: () => void): void {
  if (socket.destroyed) then();
  else socket.once('close', then);
}

/** Resolves when an answer has left, or cannot leave any more. */
const send = (socket: WebSocket, answer: object): Promise<void> =>
  new Promise((resolve) => socket.send(JSON.stringify(answer), () => resolve()));

/**
 * `/ws/location/`: plain WebSocket for trackers that do not speak Socket.IO. Engine.IO leaves upgrades
 * at other addresses alone.
 */
export function openPlainLocation(dependencies: Dependencies): { stop(): void } {
  const { httpServer, config, places, door, isDraining, converse, report } = dependencies;
  const server = new WebSocketServer({ noServer: true, maxPayload: config.maxPacketBytes });

  function serve(socket: WebSocket, conversation: PlainConversation): void {
    let isAlive = true;
    socket.on('error', () => undefined);
    socket.on('pong', () => (isAlive = true));
    const pings = setInterval(() => {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
    }, PING_MS);
    const patience = setTimeout(() => {
      if (!conversation.person()) socket.close(UNAUTHENTICATED, 'unauthenticated');
    }, SIGN_IN_MS);
    socket.on('close', () => {
      clearInterval(pings);
      clearTimeout(patience);
    });
    // One after the other, so that answers come in the order of what they answer.
    let line: Promise<void> = Promise.resolve();
    let waiting = 0;
    socket.on('message', (bytes: Buffer, isBinary) => {
      waiting += 1;
      if (waiting >= MOST_WAITING) socket.pause();
      line = line
        .then(async () => {
          if (socket.readyState !== socket.OPEN) return;
          const { answer, closeCode } = await conversation.hear(isBinary ? '' : bytes.toString());
          if (socket.readyState !== socket.OPEN) return;
          // The next is heard when this has left, so who reads nothing is heard no more either.
          await send(socket, answer);
          if (closeCode !== undefined) socket.close(closeCode);
        })
        .catch(report)
        .finally(() => {
          waiting -= 1;
          if (waiting === 0) socket.resume();
        });
    });
  }

  function problemOf(request: IncomingMessage): Problem | null {
    if (isDraining()) return stopping();
    return door.mayBeForged(request) ? foreignOrigin() : null;
  }

  async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const problem = problemOf(request);
    if (problem) return refuse(request, socket, problem);
    const free = await places.take('address', clientKey(door.addressOf(request)));
    if (!free) return refuse(request, socket, tooManyConnections());
    whenClosed(socket, free);
    const [, token] = BEARER.exec(request.headers.authorization ?? '') ?? [];
    const person = await door.signIn(request, token);
    const conversation = await converse(request, person);
    whenClosed(socket, () => conversation.end());
    server.handleUpgrade(request, socket, head, (opened) => serve(opened, conversation));
  }

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!ADDRESS.test(request.url ?? '')) return;
    socket.on('error', () => undefined);
    upgrade(request, socket, head).catch((error: unknown) => {
      report(error);
      socket.destroy();
    });
  };
  httpServer.on('upgrade', onUpgrade);

  const closeAll = () => {
    for (const socket of server.clients) socket.close(GOING_AWAY);
  };
  const forget = whenDraining(closeAll);
  return {
    stop() {
      forget();
      httpServer.off('upgrade', onUpgrade);
      closeAll();
      // Whoever does not say goodbye as well.
      for (const socket of server.clients) setTimeout(() => socket.terminate(), 1000).unref();
    },
  };
}
