import type { WebSocket } from 'ws';
import { renderProblem } from '../../../../lib/http/render-problem';
import type { Problem } from '../../../../lib/problem';
import { sendNow } from './gather-writes';
import type { RealtimeSocket } from './socket-types';

/** The application's range of codes (RFC 6455, 7.4.2). */
const OWN_CODES = 4000;

/**
 * Ends the connection of somebody who may not be here (any more): says why, then closes, by WebSocket
 * with the status of the problem as in 4401. Who connects again is asked who they are.
 */
export function endSocket(socket: RealtimeSocket, problem: Problem): void {
  socket.emit('session:ended', { problem: renderProblem(problem) });
  // The transport keeps its WebSocket to itself; only this one can say a code.
  const { socket: webSocket } = socket.conn.transport as unknown as { socket?: WebSocket };
  if (socket.conn.transport.name === 'websocket' && webSocket) {
    sendNow(socket);
    webSocket.close(OWN_CODES + problem.status, problem.code);
    // The code is written. Who does not answer it would stay in all rooms for half a minute.
    socket.conn.close(true);
  } else {
    socket.conn.close();
  }
}
