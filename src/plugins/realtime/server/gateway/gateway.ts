import type { Server as HttpServer } from 'node:http';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { Server } from 'socket.io';
import { isDraining, whenDraining } from '../../../../lib/draining';
import { toProblem } from '../../../../lib/http/to-problem';
import type { Problem } from '../../../../lib/problem';
import type { LivePrincipals } from '../../../accounts/contract/live-caller';
import type { SocketDoor } from '../../../accounts/contract/socket-door';
import type { RealtimeConfig } from '../config';
import type { Room } from '../domain/room';
import type { RoomsService } from '../services/rooms';
import type { DeclaredEvent } from './define-event';
import { createDispatch } from './dispatch';
import { endUnansweredUpgrades } from './foreign-upgrades';
import type { GatewayLimits } from './gateway-limits';
import { gatherWrites } from './gather-writes';
import { createHandshake } from './handshake';
import { createLiveSweep } from './live-sweep';
import { connectInstances } from './redis-adapter';
import { createRoomPositions } from './room-positions';
import type { RealtimeServer, RealtimeSocket } from './socket-types';
import { unsentPackets } from './unsent-packets';

const PATH = '/socket.io';
const CONNECT_TIMEOUT_MS = 10_000;
/** How long what is being answered may take when the process stops. */
const DRAIN_MS = 5000;
/** How long a client may take to be sent the last answers, which a slow one does not. */
const LAST_WORDS_MS = 1000;

interface Dependencies {
  httpServer: HttpServer;
  config: RealtimeConfig;
  limits: Pick<GatewayLimits, 'places' | 'quota'>;
  door: SocketDoor;
  principals: LivePrincipals;
  rooms: Pick<RoomsService, 'positions' | 'standings'>;
  events: readonly DeclaredEvent[];
  joined: (socket: RealtimeSocket, room: Room) => void;
  left: (socket: RealtimeSocket, room: Room) => void;
  log: { error(message: string, error?: unknown): void; info(message: string): void };
}

export interface Gateway {
  io: RealtimeServer;
  stop(): Promise<void>;
}

/**
 * Lets go of the request that opened the connection, token and cookies included: they would stay in
 * memory for as long as somebody is connected (socket.io, "Memory usage").
 */
function forgetRequest({ conn, handshake }: RealtimeSocket): void {
  (conn as { request: unknown }).request = null;
  Object.assign(handshake, { headers: {}, auth: {}, query: {} });
}

/**
 * Socket.IO on the app's own server. Nothing relies on its recovery of connections, which may fail:
 * what a client missed it asks for by its last position.
 */
export function openGateway(dependencies: Dependencies): Gateway {
  const { httpServer, config, limits, door, principals, rooms, events, joined, left, log } =
    dependencies;
  const instances = config.redis && connectInstances(config.redis);
  log.info(
    instances
      ? 'Realtime: instances reach each other through Redis'
      : 'Realtime: no REDIS_URL, so sockets are for a single instance',
  );
  const io: RealtimeServer = new Server(httpServer, {
    path: PATH,
    serveClient: false,
    destroyUpgrade: false,
    maxHttpBufferSize: config.maxPacketBytes,
    connectTimeout: CONNECT_TIMEOUT_MS,
    cors: {
      origin: (origin, answer) =>
        answer(null, origin !== undefined && door.isAllowedOrigin(origin)),
      credentials: true,
    },
    ...(instances && { adapter: instances.adapter }),
  });

  const problemOf = (error: unknown): Problem => {
    const problem = toProblem(error, { asks: false, hasDataEnvelope: false });
    if (problem.type === 'internal') log.error('An event of a socket failed', error);
    return problem;
  };
  const dispatch = createDispatch({
    events,
    principals,
    quota: limits.quota,
    isDraining,
    toProblem: problemOf,
    joined,
    left,
  });
  // Transports are open for a moment before they say who they are; who never does has this many.
  const mostTransports = config.isLimited ? config.connections.perAddress * 2 : Infinity;
  const { places } = limits;
  createHandshake({ door, isDraining, places, mostTransports, toProblem: problemOf })(io);
  gatherWrites(io);
  io.on('connection', (socket) => {
    forgetRequest(socket);
    dispatch.serve(socket);
  });
  const sweep = createLiveSweep({
    io,
    principals,
    rooms,
    everySeconds: config.sweepSeconds,
    maxWaitingBytes: config.maxWaitingBytes,
    left,
    report: (error) => log.error('Looking at who is connected failed', error),
  });
  const positions = createRoomPositions({
    io,
    positionsOf: (roomIds) => rooms.positions(roomIds),
    everySeconds: config.sweepSeconds,
    report: (error) => log.error('Looking where rooms stand failed', error),
  });
  const leaveUpgrades = endUnansweredUpgrades(httpServer, PATH);

  /** Lets what is being answered end, then closes: clients take that for an accident and come back. */
  async function closeConnections(): Promise<void> {
    await Promise.race([dispatch.idle(), delay(DRAIN_MS, undefined, { ref: false })]);
    // A connection that is closed drops what it has not sent, and the last answers wait for one another.
    const here = () => [...io.of('/').sockets.values()];
    const giveUpAt = Date.now() + LAST_WORDS_MS;
    while (here().some(unsentPackets) && Date.now() < giveUpAt) await delay(5);
    for (const { conn } of here()) conn.close();
    // So that what is gathered for one write leaves before anybody cuts the connections.
    await nextTurn();
  }
  const forget = whenDraining(() => void closeConnections());

  return {
    io,
    async stop() {
      forget();
      leaveUpgrades();
      await closeConnections();
      await Promise.all([sweep.stop(), positions.stop()]);
      await io.of('/').adapter.close();
      io.engine.close();
      instances?.close();
    },
  };
}
